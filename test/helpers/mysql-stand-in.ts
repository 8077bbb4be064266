/** A package in the shape that the instrumentation of mysql knows, and nothing behind it. */
export const MYSQL_STAND_IN = {
  version: '2.18.1',
  source: `
      class Connection {
        constructor() { this.config = { host: 'db.test' }; }
        query(sql, callback) { setImmediate(callback, null, []); return this; }
      }
      exports.createConnection = () => new Connection();
      exports.createPool = () => ({ getConnection() {}, query() {} });
      exports.createPoolCluster = () => ({ add() {}, getConnection() {}, of() {} });`,
};
