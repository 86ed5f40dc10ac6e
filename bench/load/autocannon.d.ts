declare module "autocannon" {
  interface Options {
    url: string;
    headers: Record<string, string>;
    connections: number;
    /** Called once for each connection. */
    setupClient?: (client: { setHeaders(headers: Record<string, string>): void }) => void;
    /** Seconds. */
    duration?: number;
    /** Requests, instead of seconds. */
    amount?: number;
  }
  interface Run extends Promise<{ duration: number; errors: number }> {
    on(
      event: "response",
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): void;
  }
  export default function autocannon(options: Options): Run;
}
