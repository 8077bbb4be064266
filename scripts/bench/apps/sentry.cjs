// Starts Sentry as its documentation says, with everything sampled.
const Sentry = require('@sentry/node');

Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 1 });
