;; Drives Eglot, the language client of Emacs, against `bulkhead lsp --stdio' with the recipe of docs/editors.md and
;; writes what it saw as JSON, for emacs.test.ts.  Works with Emacs 28 and Eglot 1.9 and later.  Arguments come in the
;; environment: BULKHEAD_RECIPE, BULKHEAD_REPORT; the command `bulkhead' is found on the path.

(require 'cl-lib)
(require 'json)
(require 'subr-x)
(package-initialize)
(require 'yaml-mode)
(require 'dockerfile-mode)

(defvar seen nil "What the report holds.")
(defun saw (key value) (push (cons key value) seen))

(defun wait-for (what condition)
  "Wait for an event and never for a time; the limit only ends a test that has failed."
  (let ((limit (time-add nil 30)))
    (while (not (funcall condition))
      (unless (time-less-p nil limit) (error "Never happened: %s" what))
      (accept-process-output nil 0.05))))

(defun codes ()
  "The findings that Flymake shows in this buffer, by the text they begin with."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun finding (words)
  (cl-find-if (lambda (diagnostic) (string-match-p words (flymake-diagnostic-text diagnostic))) (flymake-diagnostics)))

(defun open-with-server (path)
  (find-file path)
  ;; What `M-x eglot' does, without its question.
  (apply #'eglot (eglot--guess-contact))
  (wait-for "the server to begin" #'eglot-current-server))

(defun main ()
  (load (getenv "BULKHEAD_RECIPE") nil t)
  (require 'eglot)
  (setq eglot-sync-connect 30 eglot-autoshutdown t eglot-confirm-server-initiated-edits nil)
  (open-with-server "compose.yaml")
  (wait-for "diagnostics" (lambda () (finding "privileged")))
  (let ((privileged (finding "runs privileged")) (server (eglot-current-server)))
    (saw 'diagnostic `((text . ,(buffer-substring-no-properties (flymake-diagnostic-beg privileged) (flymake-diagnostic-end privileged)))
                       (line . ,(line-number-at-pos (flymake-diagnostic-beg privileged)))
                       (type . ,(format "%s" (flymake-diagnostic-type privileged)))
                       (message . ,(flymake-diagnostic-text privileged))))
    (goto-char (flymake-diagnostic-beg privileged))
    (saw 'hover (plist-get (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)) :contents))
    (let* ((actions (append (eglot-code-actions (point) (point)) nil))
           (fix (cl-find-if (lambda (action) (and (equal (plist-get action :kind) "quickfix") (plist-get action :edit))) actions)))
      (saw 'actions (vconcat (mapcar (lambda (action) (plist-get action :title)) actions)))
      (apply #'eglot--apply-workspace-edit (plist-get fix :edit)
             ;; Later versions of Eglot want to know who asks.
             (if (> (car (func-arity #'eglot--apply-workspace-edit)) 1) '(test))))
    (saw 'text (buffer-string))
    (wait-for "the finding to go" (lambda () (and (not (finding "runs privileged")) (flymake-diagnostics))))
    (saw 'after (vconcat (codes)))
    (save-buffer)
    (find-file "web/Dockerfile")
    (wait-for "the server in the Dockerfile" #'eglot-current-server)
    (saw 'same (eq server (eglot-current-server)))
    ;; Flymake begins after the next command, and there is none without a keyboard.
    (flymake-start)
    (wait-for "diagnostics of the Dockerfile" #'flymake-diagnostics)
    (saw 'dockerfile (vconcat (codes)))
    (let ((process (jsonrpc--process server)))
      (eglot-shutdown server)
      (wait-for "the server to end" (lambda () (not (process-live-p process))))
      (saw 'ended t))))

(condition-case problem
    (main)
  (error (saw 'problem (format "%S" problem))))
(with-temp-file (getenv "BULKHEAD_REPORT")
  (set-buffer-file-coding-system 'utf-8)
  (insert (json-encode seen)))
