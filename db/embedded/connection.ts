/** Where to reach the built-in database: a unix socket in a folder that only this user may enter. */
export interface EmbeddedConnection {
  host: string;
  port: number;
  user: string;
  database: string;
}
