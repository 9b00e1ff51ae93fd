/** Walks the syntax tree of a shell text and hands its simple commands to `readCommand`, each with its place. */
import type {
  AndOr,
  CompoundList,
  Function as FunctionNode,
  Pipeline as PipelineNode,
  Statement,
  SyntaxNode,
  Word,
} from 'unbash';
import { outcomeOfAlternative } from './alternatives.ts';
import { readCommand } from './command.ts';
import {
  asCondition,
  type Fate,
  fateOfFailure,
  inAndOr,
  inBackground,
  inList,
  inPipe,
  inSubshell,
} from './fate.ts';
import { undecidedVariable } from './parameter.ts';
import { finishPipeline, newPipeline, outerOf, type Position, type Shell } from './reading.ts';
import { evaluateRedirections } from './redirections.ts';
import { readSubstitutions, wordContext } from './substitutions.ts';
import { evaluateWord } from './words.ts';
import { collectPipedFiles, writesFile } from './written-files.ts';

/** Reads statements that follow each other; the last one's status is the list's. */
export function readStatements(statements: readonly Statement[], position: Position): void {
  const last = statements.length - 1;
  for (const [at, statement] of statements.entries()) {
    const fate = at === last ? position.fate : inList(position.fate);
    const { reading } = position;
    const list = reading.nextList++;
    if (statement.background === true) {
      inCopy(position, (inside) =>
        readNode(statement.command, { ...inside, fate: inBackground(fate), list }),
      );
    } else {
      readNode(statement.command, { ...position, fate, list });
    }
  }
}

/** Runs `body` as in a subshell: options and variables changed there are gone afterwards. */
function inCopy(position: Position, body: (inside: Position) => void): void {
  const { shell } = position;
  const copy: Shell = { ...shell, modes: { ...shell.modes } };
  shell.variables.within('subshell', () => body({ ...position, shell: copy }));
}

type Node = Statement['command'] | CompoundList;

/** Reads any command, as a pipeline of its own unless it is a pipe or a list. */
export function readNode(node: Node, position: Position): void {
  if (node.type === 'AndOr') readAndOr(node, position);
  else if (node.type === 'Pipeline') readPipeline(node, position);
  else {
    const pipeline = newPipeline(1, outerOf(position.stage));
    readInStage(node, { ...position, stage: { pipeline, stage: 0 } });
    finishPipeline(pipeline);
  }
}

function readAndOr(node: AndOr, position: Position): void {
  const { commands, operators } = node;
  const { fate } = position;
  const last = commands.length - 1;
  // Where a failure of the command at an index leads; worked out from the right, since it depends on what follows.
  const fates: Fate[] = new Array(commands.length);
  let afterNextOr: Fate['status'] | undefined;
  for (let at = last; at >= 0; at--) {
    if (at === last) {
      fates[at] = fate;
      continue;
    }
    if (operators[at] === '||') {
      const alternative = commands[at + 1];
      const next = fates[at + 1] ?? fate;
      afterNextOr = alternative && outcomeOfAlternative(alternative, next, position.shell.modes);
    }
    fates[at] = inAndOr(fate, afterNextOr ?? fate.status);
  }
  for (const [at, command] of commands.entries()) {
    const inside: Position = { ...position, fate: fates[at] ?? fate };
    if (operators[at - 1] === '||') {
      position.shell.variables.within('branch', () => readNode(command, inside));
    } else {
      readNode(command, inside);
    }
  }
}

function readPipeline(node: PipelineNode, position: Position): void {
  const { shell } = position;
  const isNegated = node.prefixes.some((prefix) => prefix.type === 'Negation');
  const fate = isNegated ? asCondition(position.fate) : position.fate;
  const pipeline = newPipeline(node.commands.length, outerOf(position.stage));
  const last = node.commands.length - 1;
  for (const [stage, command] of node.commands.entries()) {
    const place = { pipeline, stage };
    if (last === 0) {
      readInStage(command, { ...position, fate, stage: place });
      break;
    }
    inCopy(position, (inside) =>
      readInStage(command, {
        ...inside,
        fate: inPipe(fate, shell.modes.errexit, shell.modes.pipefail, stage === last),
        stage: place,
        output: stage === last ? position.output : undefined,
      }),
    );
  }
  finishPipeline(pipeline);
  collectPipedFiles(pipeline, position.reading);
}

type StageNode = Exclude<Node, { type: 'AndOr' | 'Pipeline' }>;

function readInStage(node: StageNode, position: Position): void {
  const { shell, fate } = position;
  const { variables } = shell;
  switch (node.type) {
    case 'Command':
      readCommand(node, position);
      return;
    case 'CompoundList':
      readStatements(node.commands, position);
      return;
    case 'BraceGroup':
      readStatements(node.body.commands, position);
      return;
    case 'Subshell':
      inCopy(position, (inside) =>
        readStatements(node.body.commands, { ...inside, fate: inSubshell(fate, shell.modes.errexit) }),
      );
      return;
    case 'If':
      readStatements(node.clause.commands, { ...position, fate: asCondition(fate) });
      variables.within('branch', () => readStatements(node.then.commands, position));
      for (const branch of node.elif) {
        readStatements(branch.clause.commands, { ...position, fate: asCondition(fate) });
        variables.within('branch', () => readStatements(branch.then.commands, position));
      }
      if (node.else !== undefined) {
        const { commands } = node.else;
        variables.within('branch', () => readStatements(commands, position));
      }
      return;
    case 'While':
      variables.within('loop', () => {
        readStatements(node.clause.commands, { ...position, fate: asCondition(fate) });
        readStatements(node.body.commands, position);
      });
      return;
    case 'For':
    case 'Select':
      readFor(node, position);
      return;
    case 'ArithmeticFor':
      variables.within('loop', () => readStatements(node.body.commands, position));
      return;
    case 'Case':
      evaluateWord(node.word, wordContext(position));
      for (const item of node.items) {
        variables.within('branch', () => readStatements(item.body.commands, position));
      }
      return;
    case 'Redirected': {
      const redirections = evaluateRedirections(node.redirects, position);
      const output = redirections.findLast((redirection) => writesFile(redirection));
      readInStage(node.command, { ...position, output: output ?? position.output });
      return;
    }
    case 'Function':
      defineFunction(node, position);
      return;
    case 'Coproc':
      inCopy(position, (inside) => readInStage(node.body, { ...inside, fate: inBackground(fate) }));
      return;
    case 'TestCommand':
    case 'ArithmeticCommand':
      readSubstitutions(node as SyntaxNode, position);
      return;
  }
}

function readFor(
  node: { readonly name: Word; readonly wordlist: readonly Word[] | undefined; readonly body: CompoundList },
  position: Position,
): void {
  const { variables } = position.shell;
  const words = (node.wordlist ?? []).flatMap((word) => evaluateWord(word, wordContext(position)));
  const only = words.length === 1 ? words[0]?.word.value : undefined;
  // Only the last round's failure counts, so with several words written out those of the other rounds do not.
  const fate = words.length > 1 ? inList(position.fate) : position.fate;
  variables.within('loop', () => {
    variables.assign(
      node.name.text,
      only?.known === true ? { state: 'set', value: only } : undecidedVariable,
    );
    readStatements(node.body.commands, { ...position, fate });
  });
}

/** A function's body is read where it is first called, since its options and the use of its status are those there. */
function defineFunction(node: FunctionNode, position: Position): void {
  const { functions } = position.shell;
  const name = node.name.value;
  // A function that is replaced before it was called has its body read first, and what that may define in turn.
  while (readFunction(name, position));
  functions.set(name, { node, source: position.source, read: false });
}

/** Reads the body of a function that has not been read yet; false where there is none. */
export function readFunction(name: string, position: Position): boolean {
  const found = position.shell.functions.get(name);
  if (found === undefined || found.read) return false;
  found.read = true;
  position.shell.variables.within('branch', () =>
    readNode(found.node.body, { ...position, source: found.source, wrapper: undefined, via: 'plain' }),
  );
  return true;
}

/**
 * Reads the functions that the text never calls, for a later step may source the file they end up in. Their bodies may
 * define further ones, also under a name that is taken.
 */
export function readUncalledFunctions(position: Position): void {
  const { reading, shell } = position;
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const name of shell.functions.keys()) {
      if (readFunction(name, { ...position, list: reading.nextList++ })) isMore = true;
    }
  }
}

/** What the failure of a command at this place comes to. */
export function resultAt(position: Position): Fate['status'] {
  return fateOfFailure(position.fate, position.shell.modes.errexit);
}
