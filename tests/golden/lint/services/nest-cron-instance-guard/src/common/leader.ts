/** Instance 0 does what must happen once. Without PM2 (development) there is no number: then this is it. */
export function isLeader(): boolean {
  const instance = process.env.NODE_APP_INSTANCE;
  return instance === undefined || instance === '0';
}
