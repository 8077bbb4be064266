// Packs orders as PostgreSQL tells of them. An error ends it: started again, it finds what was left.
import { bindFields, observeQueueDepth, withWork } from 'otel-run';
import pg from 'pg';
import pino from 'pino';

const log = pino();
const database = new pg.Pool();
const listener = new pg.Client();

const stopCounting = observeQueueDepth('orders', countPlaced);
listener.on('notification', ({ payload }) => pack(Number(payload)));
await listener.connect();
await withWork('worker.startup_recovery', recover);

// Nobody was told of the orders that came while no worker listened.
async function recover() {
  await listener.query('listen orders');
  const left = await database.query(
    "select pg_notify('orders', id::text) from orders where status = 'placed'",
  );
  log.info({ orders: left.rowCount }, 'told of the orders that were left');
}

// However many workers are told of an order, one packs it.
async function pack(id) {
  bindFields({ orderId: id });
  const packed = await database.query(
    "update orders set status = 'packed' where id = $1 and status = 'placed' returning item",
    [id],
  );
  if (packed.rowCount === 0) return log.info('order is packed already');
  log.info({ item: packed.rows[0].item }, 'order was packed');
}

async function countPlaced() {
  const placed = await database.query(
    "select count(*)::integer as depth from orders where status = 'placed'",
  );
  return placed.rows[0].depth;
}

process.once('SIGTERM', async () => {
  stopCounting();
  await listener.end();
  await database.end();
});
