// A declaration as a reader needs it: the words of its author, without bodies, without what is private, and with the
// types it uses that have no name outside. Types are shown whole, because their members carry the documentation.
import { type Declaration, type NodeOf, nameIn } from './modules.ts';

/** As TypeScript, ready for a fence. */
export function textOf({ node, source, name }: Declaration): string {
  switch (node.type) {
    case 'FunctionDeclaration':
      return signature(source, node.start, node.body?.start ?? node.end);
    case 'VariableDeclaration': {
      const one = node.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name);
      const type = one?.id.typeAnnotation;
      return type == null
        ? shortened(source.slice(node.start, node.end))
        : `const ${name}${source.slice(type.start, type.end)};`;
    }
    case 'ClassDeclaration':
      return classText(node, source);
    default:
      return source.slice(node.start, node.end);
  }
}

const dataLinesMax = 40;
const dataLinesShown = 8;

/** Long data shows what it is like; whoever needs all of it has an editor that completes it. */
function shortened(data: string): string {
  const lines = data.split('\n');
  const more = lines.length - dataLinesShown - 2;
  if (lines.length <= dataLinesMax) return data;
  return [...lines.slice(0, dataLinesShown + 1), `  // … and ${more} more lines`, lines.at(-1)].join('\n');
}

/** Up to where the body begins; an implementation is nobody's business here. */
function signature(source: string, start: number, end: number): string {
  return source.slice(start, end).trimEnd().replace(/;?$/, ';');
}

function classText(node: NodeOf<'ClassDeclaration'>, source: string): string {
  const head = source.slice(node.start, node.body.start).trimEnd();
  const members = node.body.body.flatMap((member) => {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return [];
    if (member.key.type === 'PrivateIdentifier' || member.accessibility === 'private') return [];
    const end =
      member.type === 'MethodDefinition'
        ? (member.value.body?.start ?? member.end)
        : (member.value?.start ?? member.end);
    const text = signature(source, member.start, end).replace(/\s*=;$/, ';');
    const comment = /\n([ \t]*\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)$/.exec(source.slice(0, member.start))?.[1];
    return [`${comment ?? '  '}${text}`];
  });
  return `${head} {\n${members.join('\n')}\n}`;
}

/** Types and constants of this package that the declaration speaks of, itself left out, in order of appearance. */
export function usedBy(declaration: Declaration): Declaration[] {
  const used = new Map<string, Declaration>();
  const own = ownParameters(declaration.node);
  for (const name of namesIn(shown(declaration))) {
    const found = own.has(name) ? null : nameIn(declaration.file, name);
    if (found !== null && found.name !== declaration.name) used.set(found.name, found);
  }
  return [...used.values()];
}

/** The part of the syntax tree that is shown: bodies and values may use what no reader sees. */
function shown({ node, name }: Declaration): unknown {
  switch (node.type) {
    case 'FunctionDeclaration':
      return [node.typeParameters, node.params, node.returnType];
    case 'VariableDeclaration':
      return node.declarations
        .filter(({ id }) => id.type === 'Identifier' && id.name === name)
        .map(({ id }) => id);
    case 'ClassDeclaration':
      return node.body.body.map((member) =>
        member.type === 'MethodDefinition' ? [member.value.params, member.value.returnType] : member,
      );
    default:
      return node;
  }
}

function ownParameters(node: Declaration['node']): Set<string> {
  const parameters = 'typeParameters' in node ? node.typeParameters?.params : undefined;
  return new Set(parameters?.map(({ name }) => name.name));
}

function* namesIn(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const each of node) yield* namesIn(each);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const name = referenced(node);
  if (name !== null) yield name;
  for (const each of Object.values(node)) yield* namesIn(each);
}

/** `Name` and `typeof name`; of `outer.Name` nothing, since this package has no namespaces. */
function referenced(node: object): string | null {
  const type = 'type' in node ? node.type : undefined;
  const target =
    type === 'TSTypeReference' && 'typeName' in node
      ? node.typeName
      : type === 'TSTypeQuery' && 'exprName' in node
        ? node.exprName
        : null;
  return typeof target === 'object' && target !== null && 'name' in target ? String(target.name) : null;
}
