// Reads TypeScript modules as far as a reference needs it: what each declares and exports, where a name comes from,
// and the comment in front of it. Guarantees that a name is followed through every re-export to the file that
// declares it. Types are not worked out: what an author has not written down cannot be in the reference.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'vitest/node';

type Statement = ReturnType<typeof parseAst>['body'][number];
/** The statements of one type; some types share a node. */
export type NodeOf<Kind, Node = Statement> = Node extends { type: infer Type }
  ? Kind & Type extends never
    ? never
    : Node
  : never;
/** What stands under `export`, or alone. */
export type DeclarationNode = NodeOf<
  | 'FunctionDeclaration'
  | 'ClassDeclaration'
  | 'VariableDeclaration'
  | 'TSTypeAliasDeclaration'
  | 'TSInterfaceDeclaration'
>;

export type Declaration = {
  readonly name: string;
  readonly file: string;
  readonly node: DeclarationNode;
  /** The text of its file, which the positions of `node` count in. */
  readonly source: string;
  /** The text of its `/** … *\/`, without stars; null without one. */
  readonly doc: string | null;
};

type Place = { file: string; name: string };
type Module = {
  header: string;
  declared: Map<string, Declaration>;
  imported: Map<string, Place>;
  /** Exported name → where it comes from; its own declarations too. */
  exported: Map<string, Place>;
  stars: string[];
};

const known = new Map<string, Module>();

/** Every name that a file exports, with its declaration, in the order in which they are written. */
export function exportsOf(file: string): Map<string, Declaration> {
  const module = read(file);
  const found = new Map<string, Declaration>();
  for (const [name, place] of module.exported) found.set(name, declarationAt(place));
  for (const star of module.stars)
    for (const [name, declaration] of exportsOf(star)) if (!found.has(name)) found.set(name, declaration);
  return found;
}

/** The declaration that a name has inside a file, or null when it is nobody's in this package. */
export function nameIn(file: string, name: string): Declaration | null {
  const { declared, imported } = read(file);
  const place = imported.get(name);
  return declared.get(name) ?? (place === undefined ? null : declarationAt(place));
}

/** The comment that opens a file, as one paragraph. */
export function headerOf(file: string): string {
  return read(file).header;
}

function declarationAt({ file, name }: Place): Declaration {
  const module = read(file);
  const declaration = module.declared.get(name);
  if (declaration !== undefined) return declaration;
  const elsewhere = module.exported.get(name) ?? module.imported.get(name);
  if (elsewhere !== undefined) return declarationAt(elsewhere);
  const behindStar = module.stars.map((star) => exportsOf(star).get(name)).find((found) => found);
  if (behindStar === undefined) throw new Error(`${file} declares no ${name}; the reference cannot show it`);
  return behindStar;
}

function read(file: string): Module {
  const before = known.get(file);
  if (before !== undefined) return before;
  const source = readFileSync(file, 'utf8');
  const module: Module = {
    header: headerIn(source),
    declared: new Map(),
    imported: new Map(),
    exported: new Map(),
    stars: [],
  };
  for (const statement of parseAst(source, { lang: 'ts' }).body) take(statement, module, file, source);
  known.set(file, module);
  return module;
}

function take(statement: Statement, module: Module, file: string, source: string): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      for (const each of statement.specifiers) {
        const from = ownFile(file, statement.source.value);
        if (from !== null && each.type === 'ImportSpecifier')
          module.imported.set(each.local.name, { file: from, name: textOf(each.imported) });
      }
      return;
    case 'ExportAllDeclaration':
      module.stars.push(ownFile(file, statement.source.value) ?? refuse(file, 'exports another package'));
      return;
    case 'ExportNamedDeclaration': {
      const from = statement.source === null ? file : ownFile(file, statement.source.value);
      for (const { local, exported } of statement.specifiers)
        module.exported.set(textOf(exported), {
          file: from ?? refuse(file, 'exports another package'),
          name: textOf(local),
        });
      if (statement.declaration === null) return;
      for (const name of declare(statement.declaration, statement.start, module, file, source))
        module.exported.set(name, { file, name });
      return;
    }
    case 'ExportDefaultDeclaration':
      refuse(file, 'has a default export; give it a name');
      break;
    default:
      declare(statement, statement.start, module, file, source);
  }
}

/** Keeps what a statement declares, and answers the names. */
function declare(node: { type: string }, start: number, module: Module, file: string, source: string) {
  if (!isDeclaration(node)) return [];
  const names =
    node.type === 'VariableDeclaration'
      ? node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
      : [node.id?.name ?? refuse(file, 'declares something without a name')];
  for (const name of names)
    module.declared.set(name, { name, file, node, source, doc: docBefore(source, start) });
  return names;
}

function isDeclaration(node: { type: string }): node is DeclarationNode {
  return /^(Function|Class|Variable|TSTypeAlias|TSInterface)Declaration$/.test(node.type);
}

function ownFile(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? path.resolve(path.dirname(file), specifier) : null;
}

function textOf(name: { type: string; name?: string; value?: unknown }): string {
  return name.name ?? String(name.value);
}

function headerIn(source: string): string {
  const lines = /^(?:\/\/.*\n)+/.exec(source)?.[0] ?? '';
  return lines
    .replaceAll(/^\/\/ ?/gm, '')
    .replaceAll(/\s*\n/g, ' ')
    .trim();
}

/** The documentation that ends right before this position. */
export function docBefore(source: string, start: number): string | null {
  const opened = source.lastIndexOf('/**', start);
  const comment =
    opened < 0 ? null : /^\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(source.slice(opened, start));
  return comment?.[1]?.replaceAll(/^[ \t]*\* ?/gm, '').trim() ?? null;
}

function refuse(file: string, what: string): never {
  throw new Error(`${file} ${what}: the reference cannot show it`);
}
