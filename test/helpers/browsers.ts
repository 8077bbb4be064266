import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, firefox } from 'playwright-core';

/** A browser that tests look at pages with. */
export interface TestBrowser {
  readonly name: BrowserName;
  readonly isInstalled: boolean;
  /** Starts it headless, with a profile of its own, which is gone when it is closed. */
  start(): Promise<Browser>;
}

export type BrowserName = 'Chromium' | 'Firefox';

/** No sandbox in a container, and nothing that Chromium does on its own account. */
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** The commands by which each may be installed, and how one of them is started. */
const BROWSERS = {
  Chromium: {
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    start: (executablePath: string) => chromium.launch({ executablePath, args: ARGUMENTS }),
  },
  Firefox: {
    commands: ['firefox-esr', 'firefox'],
    // The channel stands for a Firefox as Mozilla builds it, which is driven by WebDriver BiDi.
    start: async (executablePath: string) =>
      asOlderFirefox(await firefox.launch({ executablePath, channel: 'moz-firefox' })),
  },
};

/** A browser as it is installed here. Says so if it is not, because the tests that use it are skipped. */
export function findBrowser(name: BrowserName, { looksAt }: { readonly looksAt: string }): TestBrowser {
  const { commands, start } = BROWSERS[name];
  const executable = findCommand(commands);
  if (executable === undefined)
    process.stderr.write(`SKIPPED: ${looksAt} in ${name}: there is no ${commands[0]} in the PATH\n`);
  return { name, isInstalled: executable !== undefined, start: () => start(executable ?? '') };
}

function findCommand(commands: readonly string[], path = process.env.PATH ?? ''): string | undefined {
  const files = path.split(delimiter).flatMap(folder => commands.map(name => join(folder, name)));
  return files.find(file => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What is used here of the server side of playwright-core, which runs in the same process. */
interface BidiBrowser {
  readonly _browserSession: object;
}
interface BidiSession {
  send(method: string, parameters: object): Promise<object>;
  emit(event: string, parameters: object): boolean;
}

/**
 * Lets playwright-core drive a Firefox that is older than it expects, such as Firefox ESR 153. That one does not know the
 * command that sets the media features of a page: the light scheme, which is its default. And it tells of the download of
 * a blob without an id, without which playwright-core ignores it.
 */
function asOlderFirefox(browser: Browser): Browser {
  const { _connection } = browser as Browser & { _connection: { toImpl(object: Browser): BidiBrowser } };
  const session: BidiSession = Object.getPrototypeOf(_connection.toImpl(browser)._browserSession);
  const { send, emit } = session;
  session.send = function (method, parameters) {
    const answer = send.call(this, method, parameters);
    return method === 'emulation.setMediaFeaturesOverride' ? answer.catch(() => ({})) : answer;
  };
  session.emit = function (event, parameters: { readonly url?: string }) {
    const isDownload = event.startsWith('browsingContext.download');
    return emit.call(this, event, isDownload ? { download: parameters.url, ...parameters } : parameters);
  };
  return browser;
}
