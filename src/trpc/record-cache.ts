"use client";

import { type InfiniteData, type QueryKey, useQueryClient } from "@tanstack/react-query";

interface Row {
  id: string;
}
interface Page<T> {
  rows: T[];
}

/**
 * What the cache knows of one kind of record: the lists and the single records under these keys. Patches are pure
 * functions from the domain's rules, so that the screen shows at once what the server will say.
 */
export function useRecordCache<T extends Row>(keys: { list: QueryKey; get: QueryKey; groups?: QueryKey }) {
  const client = useQueryClient();

  function update(id: string, change: (row: T) => T): void {
    client.setQueriesData<InfiniteData<Page<T>>>({ queryKey: keys.list }, (data) => {
      if (!data?.pages?.some((page) => page.rows.some((row) => row.id === id))) return data;
      return {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          rows: page.rows.map((row) => (row.id === id ? change(row) : row)),
        })),
      };
    });
    client.setQueriesData<T>({ queryKey: keys.get }, (row) => (row?.id === id ? change(row) : row));
  }

  /** Counts follow from what changed; only the server knows them. */
  const recount = async () => (keys.groups ? client.invalidateQueries({ queryKey: keys.groups }) : undefined);

  return {
    /** Shows a change before the server has it; the result takes it back. */
    async patch(id: string, change: (row: T) => T): Promise<() => void> {
      await Promise.all([client.cancelQueries({ queryKey: keys.list }), client.cancelQueries({ queryKey: keys.get })]);
      const before = [
        ...client.getQueriesData({ queryKey: keys.list }),
        ...client.getQueriesData({ queryKey: keys.get }),
      ];
      update(id, change);
      return () => {
        for (const [key, data] of before) client.setQueryData(key, data);
      };
    },
    /** Puts in what the server answered with: a whole row, or the part of it that a card shows. */
    write(answer: Partial<T> & Row): void {
      update(answer.id, (row) => ({ ...row, ...answer }));
      void recount();
    },
    /** Asks the server again for every list and record of this kind. */
    async refresh(): Promise<void> {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.list }),
        client.invalidateQueries({ queryKey: keys.get }),
        recount(),
      ]);
    },
  };
}
