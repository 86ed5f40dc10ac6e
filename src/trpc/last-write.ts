import type { QueryClient } from "@tanstack/react-query";

/**
 * Whether the write that was just answered is the last of its scope: a refetch before the others finish would briefly
 * show the old values.
 */
export function isLastWrite(client: QueryClient, scope: { id: string }): boolean {
  return client.isMutating({ predicate: ({ options }) => options.scope?.id === scope.id }) <= 1;
}
