// Why a store or key file could not be opened, as one line with cause and cure. The store says the cause; where
// it cannot know how it was named on the command line, the cure is added here.
import { StoreError, type StoreErrorCode } from '../../store/store.ts';
import { CliError } from '../cli-error.ts';

const cures: Partial<Record<StoreErrorCode, string>> = {
  not_writable: 'Make it writable for this user, or name another place (--data).',
  full: 'Make room, or name another place (--data).',
  in_use: '(--data)',
  not_a_store: '(--data)',
};

/** Errors that are not about the store are thrown again: they are bugs. */
export function storeProblem(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (!(error instanceof StoreError)) throw error;
  const cure = cures[error.code];
  return new CliError(cure ? `${error.message} ${cure}` : error.message, { cause: error });
}
