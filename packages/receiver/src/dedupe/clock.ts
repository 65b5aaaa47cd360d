// The wall clock, for stores that outlive the process and are shared between machines.
export const wallClock = (): number => Date.now();
