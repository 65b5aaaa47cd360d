// Waiting for something to become true, instead of sleeping and hoping.

/** Resolves with the first answer that is neither false, null nor undefined; rejects with the last one after `timeoutMs`. */
export async function until<T>(
  condition: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await condition();
    // The three values that mean "not yet" are exactly those that the type leaves out.
    if (answer) return answer as Exclude<T, false | null | undefined>;
    if (performance.now() > deadline)
      throw new Error(`not true within ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
