// Starts Sentry as its documentation says, with everything sampled.
// @ts-expect-error The bench installs it next to the application.
import * as Sentry from '@sentry/node';

Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 1 });
