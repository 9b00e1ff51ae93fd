/** Finds the regular expressions of source texts with a parser, those included that are put together from constants. */
import { type ParseResult, parse } from '@babel/parser';

export interface Expression {
  readonly source: string;
  readonly flags: string;
  /** `path:line`. */
  readonly at: string;
}

/** One that depends on what is known at run time only. */
export interface BuiltExpression {
  readonly path: string;
  readonly at: string;
  readonly text: string;
}

export interface Found {
  readonly known: readonly Expression[];
  readonly built: readonly BuiltExpression[];
}

/** The expression as it would be written. */
export function keyOf({ source, flags }: Pick<Expression, 'source' | 'flags'>): string {
  return `/${source}/${flags}`;
}

/** All literals and all calls of `RegExp`. Throws where a text does not parse. */
export function expressionsIn(sources: ReadonlyMap<string, string>): Found {
  const known: Expression[] = [];
  const built: BuiltExpression[] = [];
  for (const [path, text] of sources) {
    const tree = parse(text, { sourceType: 'module', plugins: ['typescript'] });
    const constants = constantsOf(tree);
    for (const node of nodesOf(tree.program)) {
      const at = `${path}:${lineOf(node)}`;
      if (node.type === 'RegExpLiteral')
        known.push({ source: String(node.pattern), flags: String(node.flags), at });
      if (!/^(?:New|Call)Expression$/.test(node.type) || !isNamed(node.callee, 'RegExp')) continue;
      const [pattern, flags] = Array.isArray(node.arguments) ? node.arguments : [];
      const sourcesMade = valuesOf(pattern, constants);
      const [flagsMade] = flags === undefined ? [''] : (valuesOf(flags, constants) ?? []);
      if (sourcesMade === undefined || flagsMade === undefined)
        built.push({ path, at, text: text.slice(Number(node.start), Number(node.end)) });
      else known.push(...sourcesMade.map((source) => ({ source, flags: flagsMade, at })));
    }
  }
  return { known, built };
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isNamed(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === name;
}

function lineOf({ loc }: Node): number {
  return (loc as { readonly start: { readonly line: number } }).start.line;
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
  } else if (isNode(value)) {
    yield value;
    for (const [key, child] of Object.entries(value))
      if (key !== 'loc' && !key.endsWith('Comments')) yield* nodesOf(child);
  }
}

/** What each `const` of a file is made of; a name that stands for two things is left out. */
function constantsOf(tree: ParseResult): ReadonlyMap<string, Node> {
  const found = new Map<string, Node | undefined>();
  for (const node of nodesOf(tree.program)) {
    if (node.type !== 'VariableDeclarator' || !isNode(node.id) || !isNode(node.init)) continue;
    const name = String(node.id.name);
    found.set(name, found.has(name) ? undefined : node.init);
  }
  return new Map([...found].flatMap(([name, node]) => (node === undefined ? [] : [[name, node] as const])));
}

/** The texts an expression may give; undefined where that depends on more than constants of the file. */
function valuesOf(node: unknown, constants: ReadonlyMap<string, Node>): readonly string[] | undefined {
  if (!isNode(node)) return undefined;
  switch (node.type) {
    case 'StringLiteral':
      return [String(node.value)];
    case 'Identifier':
      return valuesOf(constants.get(String(node.name)), constants);
    case 'ConditionalExpression': {
      const [yes, no] = [valuesOf(node.consequent, constants), valuesOf(node.alternate, constants)];
      return yes && no && [...yes, ...no];
    }
    case 'MemberExpression': {
      const object = isNamed(node.property, 'source') ? resolved(node.object, constants) : undefined;
      return object?.type === 'RegExpLiteral' ? [String(object.pattern)] : undefined;
    }
    case 'TaggedTemplateExpression':
      return isRaw(node.tag) ? templateValues(node.quasi, 'raw', constants) : undefined;
    case 'TemplateLiteral':
      return templateValues(node, 'cooked', constants);
    default:
      return undefined;
  }
}

function resolved(node: unknown, constants: ReadonlyMap<string, Node>): Node | undefined {
  if (!isNode(node)) return undefined;
  return node.type === 'Identifier' ? constants.get(String(node.name)) : node;
}

function isRaw(node: unknown): boolean {
  return isNode(node) && isNamed(node.object, 'String') && isNamed(node.property, 'raw');
}

function templateValues(
  node: unknown,
  form: 'raw' | 'cooked',
  constants: ReadonlyMap<string, Node>,
): readonly string[] | undefined {
  if (!isNode(node) || !Array.isArray(node.quasis) || !Array.isArray(node.expressions)) return undefined;
  const texts = node.quasis.map(({ value }: { value: { raw: string; cooked: string } }) => value[form]);
  let made: readonly string[] = [texts[0] ?? ''];
  for (const [index, expression] of node.expressions.entries()) {
    const values = valuesOf(expression, constants);
    if (values === undefined) return undefined;
    made = made.flatMap((lead) => values.map((value) => `${lead}${value}${texts[index + 1] ?? ''}`));
  }
  return made;
}
