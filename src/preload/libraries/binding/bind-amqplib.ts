import { bindCallbacks, bound, replaceMethods } from './bind-calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries have inside has no types here
type Inside = any;

/** The server's answers are read from a socket, which belongs to the request that opened the connection. */
export function bindCallbackModel({ CallbackModel, Channel, ConfirmChannel }: Inside): void {
  bindCallbacks(CallbackModel?.prototype, 'createChannel', 'createConfirmChannel', 'updateSecret', 'close');
  bindCallbacks(
    Channel?.prototype,
    ...['assertQueue', 'checkQueue', 'deleteQueue', 'purgeQueue', 'bindQueue', 'unbindQueue'],
    ...['assertExchange', 'checkExchange', 'deleteExchange', 'bindExchange', 'unbindExchange'],
    ...['get', 'cancel', 'prefetch', 'recover', 'close'],
  );
  bindCallbacks(ConfirmChannel?.prototype, 'waitForConfirms');
  // Its second argument is called with messages, which are separate units of work.
  replaceMethods(Channel?.prototype, ['consume'], (original, self, [queue, consumer, options, ...callback]) =>
    Reflect.apply(original, self, [queue, consumer, options, ...callback.map(bound)]),
  );
}
