// The time of a scenario, which runs faster or slower than the clock's and can be moved ahead. It never goes back:
// what has happened has happened. Nor does it follow a wall clock that is set meanwhile.

export interface Timeline {
  speed(): number;
  /** Milliseconds from the scenario's start, in its own time. */
  positionMs(): number;
  /** How long the clock has to go on until then; 0: it is time. */
  waitMs(untilMs: number): number;
  setSpeed(speed: number): void;
  /** False: it is past that already. */
  moveTo(positionMs: number): boolean;
}

/** Beside 0, which means without any delay. */
export const speedMin = 0.1;
export const speedMax = 100;

export function createTimeline(elapsed: () => number, initialSpeed: number): Timeline {
  let speed = initialSpeed;
  let base = 0;
  let basedAt = elapsed();

  const position = () => base + (elapsed() - basedAt) * speed;
  const rebase = (at: number) => {
    base = at;
    basedAt = elapsed();
  };

  return {
    speed: () => speed,
    positionMs: position,
    waitMs(until) {
      // Without delays its time is where the next step is.
      if (speed === 0) {
        rebase(Math.max(base, until));
        return 0;
      }
      return Math.max(0, Math.ceil((until - position()) / speed - 1e-6));
    },
    setSpeed(next) {
      rebase(position());
      speed = next;
    },
    moveTo(at) {
      if (at < position()) return false;
      rebase(at);
      return true;
    },
  };
}
