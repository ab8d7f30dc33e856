import { HeddleError } from '../../index.ts';
import { buildPlayground, servePlayground } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { interruptible } from '../interruption.ts';
import { createOutput, type OutputOptions } from '../output.ts';

/** What `heddle playground` takes. */
export interface PlaygroundOptions extends OutputOptions {
  readonly port?: number;
  readonly build?: string;
  readonly withData?: boolean;
  readonly dataDir?: string;
}

/** `heddle playground`: serves the page on which a person trains, or writes it as files. */
export async function playgroundCommand(options: PlaygroundOptions): Promise<ExitCode> {
  const output = createOutput(options);
  const { build, dataDir, withData = false } = options;
  if (withData && build === undefined) {
    throw new HeddleError('usage', {
      where: '--with-data',
      expected: '--build <folder> beside it',
      received: 'none',
      hint: 'leave it out: a page that is served has the data that is on this machine.',
    });
  }
  if (build !== undefined) {
    const files = await buildPlayground(build, { withData, dataDir });
    if (output.json) output.document({ files });
    else output.lines([...files, 'Put these files on any web host.']);
    return EXIT.done;
  }
  const served = await servePlayground({ port: options.port ?? 0, dataDir });
  const stopped = new Promise<void>((resolve) => {
    interruptible(resolve);
  });
  if (output.json) output.document({ address: served.address, fashionMnist: served.fashionMnist });
  else {
    output.lines([
      `The playground is at ${output.colours.bold(served.address)}`,
      ...(output.quiet
        ? []
        : [
            `Only this machine reaches it. Fashion-MNIST: ${served.fashionMnist ? 'yes' : 'not on this machine'}. Ctrl+C ends it.`,
          ]),
    ]);
  }
  await stopped;
  await served.close();
  return EXIT.done;
}
