/** The paging part of an infinite query. */
export interface Pages {
  isFetching: boolean;
  refetch(options?: { cancelRefetch: boolean }): Promise<unknown>;
  fetchNextPage(options?: { cancelRefetch: boolean }): Promise<unknown>;
  hasNextPage: boolean;
  isFetchNextPageError: boolean;
}

/**
 * Loads the next page of a list after pending fetches. Of two fetches of a list the library cancels the first: a
 * refetch would be lost, with the changes it should bring.
 */
export async function nextPage(query: Pages): Promise<void> {
  if (query.isFetching) await query.refetch({ cancelRefetch: false });
  await query.fetchNextPage({ cancelRefetch: false });
}
