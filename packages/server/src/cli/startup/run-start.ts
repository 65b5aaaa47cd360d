// Runs the gateway until it is told to stop. Nothing is seeded, nothing public is honoured, and what would be
// unsafe is refused with the setting to change.
import type { Config } from '../../config.ts';
import { createLog } from '../../observe/log.ts';
import type { CliContext } from '../context.ts';
import { demoProblemsOfConfig } from './demo-refusal.ts';
import { keyPlaceProblems } from './key-file.ts';
import { exposureProblems } from './listen-problem.ts';
import { openGatewayStore } from './open-store.ts';
import { serve, untilStopped } from './serve.ts';
import { tlsProblems } from './tls-problem.ts';

export interface StartInput {
  config: Config;
  context: CliContext;
  insecureHttp: boolean;
  asJson: boolean;
}

export async function runStart({ config, context, insecureHttp, asJson }: StartInput): Promise<void> {
  const { output, clock, stop } = context;
  const log = createLog(config.logLevel);
  const problems = [
    ...exposureProblems(config, { insecureHttp }),
    ...tlsProblems(config),
    ...keyPlaceProblems(config),
    ...demoProblemsOfConfig(config),
  ];
  const { server, url, lost } = await serve({
    config,
    context,
    log,
    problems,
    openStore: () => openGatewayStore({ config, clock, log, tell: output.error }),
  });
  if (asJson) output.json({ url });
  else output.line(`wahook is up at ${url}, data in ${config.data}.`);
  try {
    await untilStopped(stop, lost);
  } finally {
    await server.stop();
  }
}
