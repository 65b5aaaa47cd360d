// Names of tables cannot be parameters of a statement, so what goes into one has to be a plain identifier.

export function assertTableName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?$/.test(name)) return name;
  throw new TypeError(
    `"${name}" is no table name; use letters, digits and _, with a schema before a dot at most`,
  );
}
