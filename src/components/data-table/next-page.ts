/** What an infinite query offers to go on. */
export interface Pages {
  isFetching: boolean;
  refetch(options?: { cancelRefetch: boolean }): Promise<unknown>;
  fetchNextPage(options?: { cancelRefetch: boolean }): Promise<unknown>;
}

/**
 * Asks for the next page of a list, after what is under way. Of two fetches of a list at once the library ends the first: a
 * refetch would be lost with the changes that it was to bring.
 */
export async function nextPage(query: Pages): Promise<void> {
  if (query.isFetching) await query.refetch({ cancelRefetch: false });
  await query.fetchNextPage({ cancelRefetch: false });
}
