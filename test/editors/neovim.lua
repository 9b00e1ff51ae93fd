-- Drives Neovim's own language client against `bulkhead lsp --stdio` and prints what it saw as JSON, for
-- neovim.test.ts. Works with Neovim 0.7 and later. Arguments come in the environment: BULKHEAD_NODE, BULKHEAD_CLI.

local seen = {}

--- Waits for an event and never for a time; the limit only ends a test that has failed.
local function wait_for(what, condition)
  if not vim.wait(30000, condition, 10) then error('never happened: ' .. what) end
end

local function codes(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do found[diagnostic.code] = diagnostic end
  return found
end

local function main()
  local root = vim.fn.getcwd()
  local client_id = vim.lsp.start_client({
    name = 'bulkhead',
    cmd = { vim.env.BULKHEAD_NODE, vim.env.BULKHEAD_CLI, 'lsp', '--stdio' },
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = 'project' } },
    on_exit = function(code) seen.exit = code end,
  })
  vim.cmd('edit compose.yaml')
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client_id)

  wait_for('diagnostics', function() return codes(buffer)['compose/no-privileged'] ~= nil end)
  local privileged = codes(buffer)['compose/no-privileged']
  seen.diagnostic = {
    line = privileged.lnum, from = privileged.col, to = privileged.end_col,
    severity = privileged.severity, source = privileged.source, message = privileged.message,
  }

  -- Files that no buffer shows are published as well; Neovim makes an unlisted buffer for their diagnostics.
  wait_for('diagnostics of a file that is not open', function()
    local other = vim.fn.bufnr(root .. '/web/Dockerfile')
    return other ~= -1 and next(codes(other)) ~= nil
  end)
  seen.workspace = vim.tbl_keys(codes(vim.fn.bufnr(root .. '/web/Dockerfile')))

  local document = { uri = vim.uri_from_bufnr(buffer) }
  local function request(method, params)
    local answers = vim.lsp.buf_request_sync(buffer, method, params, 30000)
    return answers[client_id].result
  end
  local position = { line = privileged.lnum, character = privileged.col }
  seen.hover = request('textDocument/hover', { textDocument = document, position = position }).contents

  local actions = request('textDocument/codeAction', {
    textDocument = document,
    range = { start = position, ['end'] = position },
    context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer, privileged.lnum, {}, client_id) },
  })
  seen.actions = vim.tbl_map(function(action) return action.title end, actions)
  local fix = vim.tbl_filter(function(action) return action.kind == 'quickfix' and action.edit end, actions)[1]
  vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
  seen.text = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)

  wait_for('the finding to go', function() return codes(buffer)['compose/no-privileged'] == nil end)
  seen.after = vim.tbl_keys(codes(buffer))
  seen.capabilities = vim.lsp.get_client_by_id(client_id).server_capabilities

  vim.lsp.stop_client(client_id)
  wait_for('the server to end', function() return seen.exit ~= nil end)
end

local worked, problem = pcall(main)
if not worked then seen.problem = tostring(problem) end
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.BULKHEAD_REPORT)
vim.cmd('qall!')
