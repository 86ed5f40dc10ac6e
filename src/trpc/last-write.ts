import type { QueryClient } from "@tanstack/react-query";

/**
 * Whether the write that was just answered is the last of its scope for now: what is asked for before the others are
 * through would show again for a moment what they change.
 */
export function isLastWrite(client: QueryClient, scope: { id: string }): boolean {
  return client.isMutating({ predicate: ({ options }) => options.scope?.id === scope.id }) <= 1;
}
