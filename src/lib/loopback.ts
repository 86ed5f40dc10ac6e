/** Whether a Host header, or the host of an address, names this machine. */
export function isLoopbackHost(host: string | null): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host ?? "");
}

/** Whether a socket's address belongs to this machine. */
export function isLoopbackAddress(address: string): boolean {
  return /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/i.test(address);
}
