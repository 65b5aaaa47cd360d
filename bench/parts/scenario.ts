// What a scenario is, and what it reports.

export interface Scenario {
  name: string;
  about: string;
  run(options: ScenarioOptions): Promise<ScenarioResult>;
}

export interface ScenarioOptions {
  /** Changes published in one round. */
  events: number;
  rounds: number;
  /** Of the load generator. */
  connections: number;
  /** How long a phase at a fixed rate lasts. */
  seconds: number;
  /** Events at rest, for the scenario with a backlog. */
  pending: number;
  /** Size of one published change, about. */
  changeBytes: number;
  /** Whether the app's backlog is joined into larger notifications, where the scenario has a choice. */
  coalesce: boolean;
  note: (line: string) => void;
}

/** One flat object, so that it reads as a line of JSON and as columns. Rates are per second. */
export interface ScenarioResult {
  scenario: string;
  [figure: string]: string | number | boolean | null;
}
