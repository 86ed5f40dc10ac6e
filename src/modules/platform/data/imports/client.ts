"use client";

import {
  type InfiniteData,
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useIsMutating,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { isLastWrite } from "@/trpc/last-write";
import { type Api, type RouterOutputs, useApi, useApiClient } from "@/trpc/react";
import { withChoices, withDecisions, withFileChange } from "./components/decisions";
import { isAtWork } from "./components/wizard-step";

/** Decisions of one import are sent one after the other, so that none overtakes another. */
const scopeOf = (importId: string) => ({ id: `import ${importId}` });

/** Its progress comes as a signal; where no signal comes through it is asked for. */
const askEveryMs = 2_000;

/** One import, followed while the server works on it. */
export function useImport(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery(
    api.imports.get.queryOptions(
      { id },
      { staleTime: 0, refetchInterval: (query) => (isAtWork(query.state.data?.status) ? askEveryMs : false) },
    ),
  );
  const status = query.data?.status;
  const before = useRef(status);
  // A run that has ended has changed what every list and board shows.
  useEffect(() => {
    const wrote = before.current === "running" || before.current === "reverting";
    before.current = status;
    if (wrote && !isAtWork(status)) void client.invalidateQueries(api.pathFilter());
  }, [status, client, api]);
  return query;
}

/** The analysis of the columns and values of all files; the last one stays in view while a new one loads. */
export function useAnalysis(id: string, enabled: boolean) {
  const api = useApi();
  return useQuery(
    api.imports.analyse.queryOptions({ id }, { enabled, staleTime: 0, placeholderData: (previous) => previous }),
  );
}

/** Whether a decision of this import is on its way to the server. */
export function useIsSaving(id: string): boolean {
  return useIsMutating({ predicate: (mutation) => mutation.options.scope?.id === scopeOf(id).id }) > 0;
}

/** Asks again for an import and what its files come to; waits for the last of several decisions. */
function useRefresh(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return async (always = false): Promise<void> => {
    if (!always && !isLastWrite(client, scopeOf(id))) return;
    await refreshImport(client, api, id);
  };
}

/** Asks anew, also when the first answer is still under way: it would know nothing of what has changed since. */
export async function refreshImport(client: QueryClient, { imports }: Api, id: string): Promise<void> {
  const asked: QueryKey[] = [imports.get.queryKey({ id }), imports.analyse.queryKey({ id })];
  await Promise.all(asked.map((queryKey) => client.cancelQueries({ queryKey })));
  await Promise.all(asked.map((queryKey) => client.invalidateQueries({ queryKey })));
}

type ValuePage = RouterOutputs["imports"]["values"];
const valuesKey = (id: string, fileId?: string) => ["import values", id, ...(fileId ? [fileId] : [])];

/** The values of a file that contain a text, page by page. */
export function useValues(id: string, fileId: string, q: string) {
  const server = useApiClient();
  return useInfiniteQuery({
    queryKey: [...valuesKey(id, fileId), q],
    queryFn: ({ pageParam, signal }) =>
      server.imports.values.query({ id, fileId, q, limit: 50, after: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page: ValuePage) => page.next ?? undefined,
    staleTime: 0,
    enabled: q !== "",
  });
}

/** Changes how a file is read or what becomes of its values; the screen shows it at once. */
export function useUpdateFile(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefresh(id);
  return useMutation(
    api.imports.updateFile.mutationOptions({
      scope: scopeOf(id),
      onMutate: async (change) => {
        await Promise.all([
          client.cancelQueries(api.imports.get.queryFilter({ id })),
          client.cancelQueries(api.imports.analyse.queryFilter({ id })),
        ]);
        client.setQueryData(api.imports.get.queryKey({ id }), (detail) => detail && withFileChange(detail, change));
        client.setQueryData(
          api.imports.analyse.queryKey({ id }),
          (analyses) => analyses && withDecisions(analyses, change),
        );
        client.setQueriesData<InfiniteData<ValuePage>>({ queryKey: valuesKey(id, change.fileId) }, (data) => {
          const pages = data?.pages.map((page) => ({ ...page, rows: withChoices(page.rows, change) }));
          return data && { ...data, pages: pages ?? [] };
        });
      },
      onError: toastRefusal,
      onSettled: async () => {
        await Promise.all([refresh(), client.invalidateQueries({ queryKey: valuesKey(id) })]);
      },
    }),
  );
}

/** Takes a file out of an import. */
export function useRemoveFile(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefresh(id);
  return useMutation(
    api.imports.removeFile.mutationOptions({
      scope: scopeOf(id),
      onMutate: ({ fileId }) => {
        client.setQueryData(
          api.imports.get.queryKey({ id }),
          (detail) => detail && { ...detail, files: detail.files.filter((file) => file.id !== fileId) },
        );
      },
      onError: toastRefusal,
      onSettled: () => refresh(),
    }),
  );
}

export type ProblemPage = RouterOutputs["imports"]["problems"];
export type ProblemRow = ProblemPage["rows"][number];
export type ProblemShow = "error" | "mended" | "skipped" | "merged";
const problemsKey = (id: string, fileId?: string) => ["import problems", id, ...(fileId ? [fileId] : [])];

/** Rows of a file that the last check or run has something to say about, page by page. */
export function useProblems(id: string, fileId: string, show: ProblemShow) {
  const server = useApiClient();
  return useInfiniteQuery({
    queryKey: [...problemsKey(id, fileId), show],
    queryFn: ({ pageParam, signal }) =>
      server.imports.problems.query({ id, fileId, show, limit: 50, after: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page: ProblemPage) => page.next ?? undefined,
    staleTime: 0,
  });
}

/** The records that a file changes, page by page. */
export function useChanges(id: string, fileId: string) {
  const server = useApiClient();
  return useInfiniteQuery({
    queryKey: [...problemsKey(id, fileId), "changes"],
    queryFn: ({ pageParam, signal }) =>
      server.imports.changes.query({ id, fileId, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page: RouterOutputs["imports"]["changes"]) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
}

/** The records that a revert left unchanged, page by page. */
export function useKept(id: string, enabled: boolean) {
  const server = useApiClient();
  return useInfiniteQuery({
    queryKey: ["import kept", id],
    queryFn: ({ pageParam, signal }) =>
      server.imports.kept.query({ id, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page: RouterOutputs["imports"]["kept"]) => page.next ?? undefined,
    enabled,
  });
}

/** The outcome of a revert, as it is when somebody asks for it. */
export function useRevertPreview(id: string, enabled: boolean) {
  const api = useApi();
  return useQuery(api.imports.revertPreview.queryOptions({ id }, { enabled, staleTime: 0, gcTime: 0, retry: false }));
}

/** Mends cells of one row, or leaves it out; the row says so at once. */
export function useFixRow(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation(
    api.imports.fixRow.mutationOptions({
      scope: scopeOf(id),
      onMutate: ({ fileId, line, cells = [], skip }) => {
        client.setQueryData(
          api.imports.get.queryKey({ id }),
          (detail) => detail && { ...detail, status: "draft" as const, checked: false },
        );
        client.setQueriesData<InfiniteData<ProblemPage>>({ queryKey: problemsKey(id, fileId) }, (data) => {
          if (!data) return data;
          const pages = data.pages.map((page) => ({
            ...page,
            rows: page.rows.map((row) => (row.line === line ? mended(row, cells, skip) : row)),
          }));
          return { ...data, pages };
        });
      },
      onError: (error, { fileId }) => {
        toastRefusal(error);
        return client.invalidateQueries({ queryKey: problemsKey(id, fileId) });
      },
      onSettled: () => client.invalidateQueries(api.imports.get.queryFilter({ id })),
    }),
  );
}

function mended(
  row: ProblemRow,
  cells: readonly { column: number; text: string | null }[],
  skip: boolean | undefined,
): ProblemRow {
  const edits = { ...row.edits };
  for (const { column, text } of cells) {
    if (text === null) delete edits[column];
    else edits[column] = text;
  }
  return { ...row, edits, skipped: skip ?? row.skipped };
}

/** The acts on an import as a whole. Their refusals are told in a toast, unless a dialog awaits them. */
export function useImportActs(id: string) {
  const api = useApi();
  const refresh = useRefresh(id);
  const client = useQueryClient();
  const settled = { onSettled: () => refresh(true) };
  const problems = () => client.invalidateQueries({ queryKey: problemsKey(id) });
  return {
    check: useMutation(
      api.imports.check.mutationOptions({
        scope: scopeOf(id),
        onError: toastRefusal,
        onSettled: async () => {
          await Promise.all([refresh(true), problems()]);
        },
      }),
    ),
    start: useMutation(api.imports.start.mutationOptions({ onError: toastRefusal, ...settled })),
    skipProblems: useMutation(
      api.imports.skipProblems.mutationOptions({
        scope: scopeOf(id),
        onError: toastRefusal,
        onSettled: async () => {
          await Promise.all([refresh(true), problems()]);
        },
      }),
    ),
    cancel: useMutation(api.imports.cancel.mutationOptions(settled)),
    revert: useMutation(
      api.imports.revert.mutationOptions({
        onSettled: async () => {
          await Promise.all([refresh(true), client.invalidateQueries(api.imports.list.pathFilter())]);
        },
      }),
    ),
    retry: useMutation(api.imports.retry.mutationOptions({ onError: toastRefusal, ...settled })),
    discard: useMutation(
      api.imports.discard.mutationOptions({ onSettled: () => client.invalidateQueries(api.imports.list.pathFilter()) }),
    ),
  };
}
