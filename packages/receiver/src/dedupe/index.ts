// The entry `@wahook/receiver/dedupe`: who remembers which items have been handled.
export { type MemoryDedupeOptions, memoryDedupe } from './memory.ts';
export {
  type PostgresDedupeOptions,
  postgresDedupe,
  postgresDedupeTable,
  type SqlClient,
} from './postgres.ts';
export { type RedisClient, type RedisDedupeOptions, redisDedupe } from './redis.ts';
export { type SqliteDatabase, type SqliteDedupeOptions, sqliteDedupe } from './sqlite.ts';
export type { DedupeStore, DedupeVerdict, MaybePromise } from './store.ts';
