"use client";

import {
  type InfiniteData,
  type QueryClient,
  type QueryFilters,
  type QueryKey,
  useInfiniteQuery,
  useIsMutating,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import type { Option } from "@/components/ui/option-list";
import { isLastWrite } from "@/trpc/last-write";
import { type Api, type RouterOutputs, useApi, useApiClient } from "@/trpc/react";
import { type FileChange, withChoices, withDecisions, withFileChange } from "./components/decisions";
import { isAtWork } from "./components/wizard-step";

/** Its progress comes as a signal; without signals it is polled. */
export const askEveryMs = 2_000;

/** One import, followed while the server works on it. */
export function useImport(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery(
    api.imports.get.queryOptions(
      { id },
      { staleTime: 0, refetchInterval: ({ state }) => (isAtWork(state.data?.status) ? askEveryMs : false) },
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

export type ImportObject = RouterOutputs["imports"]["objects"][number];
export type Field = ImportObject["fields"][number];
const noFields: readonly Field[] = [];

/** The objects that files can contain. */
export const useObjects = () =>
  useQuery(useApi().imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }));

/** The fields of one of them; none until they have come. */
export const useFields = (entity: string | null | undefined): readonly Field[] =>
  useObjects().data?.find((object) => object.entity === entity)?.fields ?? noFields;

/** The custom field that a column suggests. */
export const useSuggestedField = (place: { id: string; fileId: string; column: number }) =>
  useQuery(useApi().imports.suggestField.queryOptions(place, { staleTime: 0, gcTime: 0, retry: false }));

export type UnmatchedFile = RouterOutputs["imports"]["keptColumns"][number];

/** The columns of each file that fill no field, followed while some are imported later. */
export function useUnmatchedColumns(id: string) {
  const isWaiting = (file: UnmatchedFile) => file.brought.some(({ status }) => status === "waiting");
  return useQuery(
    useApi().imports.keptColumns.queryOptions(
      { id },
      { staleTime: 0, refetchInterval: ({ state }) => (state.data?.some(isWaiting) ? askEveryMs : false) },
    ),
  );
}

/** Finds records that the cells of a field can mean, as options. */
export function useRecordSearch(id: string, fileId: string, field: string, within?: string) {
  const api = useApi();
  const client = useQueryClient();
  return useCallback(
    async (q: string): Promise<Option[]> => {
      const found = await client.fetchQuery(api.imports.candidates.queryOptions({ id, fileId, field, within, q }));
      return found.map(({ id: value, label, note }) => ({ value, label, ...(note === "" ? {} : { note }) }));
    },
    [client, api, id, fileId, field, within],
  );
}

/** Rows that the server gives page by page; `after` is the end of the page before. */
function usePages<Page, After>(
  queryKey: QueryKey,
  read: (after: After | undefined, options: { signal: AbortSignal }) => Promise<Page>,
  nextOf: (page: Page) => After | null,
  enabled = true,
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam as After | undefined, { signal }),
    initialPageParam: undefined as After | undefined,
    getNextPageParam: (page: Page) => nextOf(page) ?? undefined,
    staleTime: 0,
    enabled,
  });
}

type Pages = RouterOutputs["imports"];
const valuesKey = (id: string, ...of: string[]): QueryKey => ["import values", id, ...of];
const problemsKey = (id: string, ...of: string[]): QueryKey => ["import problems", id, ...of];

/** The values of a file that contain a text. */
export function useValues(id: string, fileId: string, q: string) {
  const { values } = useApiClient().imports;
  return usePages(
    valuesKey(id, fileId, q),
    (after: number | undefined, options) => values.query({ id, fileId, q, limit: 50, after }, options),
    ({ next }) => next,
    q !== "",
  );
}

export type ProblemRow = Pages["problems"]["rows"][number];
export type ProblemShow = "error" | "mended" | "skipped" | "merged" | "namesake";

/** The rows of a file that the last check or run has something to say about. */
export function useProblems(id: string, fileId: string, show: ProblemShow) {
  const { problems } = useApiClient().imports;
  return usePages(
    problemsKey(id, fileId, show),
    (after: number | undefined, options) => problems.query({ id, fileId, show, limit: 50, after }, options),
    ({ next }) => next,
  );
}

/** The records that a file changes. */
export function useChanges(id: string, fileId: string) {
  const { changes } = useApiClient().imports;
  return usePages(
    problemsKey(id, fileId, "changes"),
    (cursor: string | undefined, options) => changes.query({ id, fileId, cursor }, options),
    ({ nextCursor }) => nextCursor,
  );
}

/** The records that a revert left unchanged. */
export function useUnreverted(id: string) {
  const { kept } = useApiClient().imports;
  return usePages(
    ["import unreverted", id],
    (after: string | undefined, options) => kept.query({ id, after }, options),
    ({ next }) => next,
  );
}

/** The outcome of a revert, as it is when somebody asks for it. */
export function useRevertPreview(id: string, enabled: boolean) {
  const api = useApi();
  return useQuery(api.imports.revertPreview.queryOptions({ id }, { enabled, staleTime: 0, gcTime: 0, retry: false }));
}

/** Decisions of one import are sent one after the other, so that none overtakes another. */
const scopeOf = (importId: string) => ({ id: `import ${importId}` });

/** Whether a decision of this import is on its way to the server. */
export function useIsSaving(id: string): boolean {
  return useIsMutating({ predicate: (mutation) => mutation.options.scope?.id === scopeOf(id).id }) > 0;
}

/** Asks anew, also when the first answer is still under way: it would know nothing of what has changed since. */
export async function refreshImport(client: QueryClient, { imports }: Api, id: string): Promise<void> {
  const asked: QueryFilters[] = [imports.get.queryFilter({ id }), imports.analyse.queryFilter({ id })];
  await Promise.all(asked.map((filter) => client.cancelQueries(filter)));
  await Promise.all(asked.map((filter) => client.invalidateQueries(filter)));
}

/**
 * The parts of every write to an import: decisions go in order, and after the last of several the import is asked for
 * again. Refusals are shown in a toast, unless a dialog awaits the act.
 */
function useWrites(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const scope = scopeOf(id);
  const invalidate = (filters: readonly QueryFilters[]) => filters.map((filter) => client.invalidateQueries(filter));
  return {
    api,
    client,
    inOrder: { scope, onError: toastRefusal },
    decided: (...also: QueryFilters[]) => ({
      onSettled: () => Promise.all([isLastWrite(client, scope) && refreshImport(client, api, id), ...invalidate(also)]),
    }),
    done: (...also: QueryFilters[]) => ({
      onSettled: () => Promise.all([refreshImport(client, api, id), ...invalidate(also)]),
    }),
  };
}

/** Changes how a file is read or what becomes of its values; the screen shows it at once. */
export function useUpdateFile(id: string) {
  const { api, client, inOrder, decided } = useWrites(id);
  const { get, analyse, updateFile } = api.imports;
  return useMutation(
    updateFile.mutationOptions({
      ...inOrder,
      ...decided({ queryKey: valuesKey(id) }),
      onMutate: async (change) => {
        const shown: QueryFilters[] = [get.queryFilter({ id }), analyse.queryFilter({ id })];
        await Promise.all(shown.map((filter) => client.cancelQueries(filter)));
        client.setQueryData(get.queryKey({ id }), (detail) => detail && withFileChange(detail, change));
        client.setQueryData(analyse.queryKey({ id }), (analyses) => analyses && withDecisions(analyses, change));
        patchRows<Pages["values"]>(client, valuesKey(id, change.fileId), (rows) => withChoices(rows, change));
      },
    }),
  );
}

/** Saves changes of one file. */
export function useSaveFile(id: string, fileId: string): (change: Omit<FileChange, "id" | "fileId">) => void {
  const { mutate } = useUpdateFile(id);
  return (change) => mutate({ id, fileId, ...change });
}

/** Matches a file as a saved mapping says. */
export function useApplyMapping(id: string) {
  const { api, inOrder, done } = useWrites(id);
  return useMutation(api.imports.applyMapping.mutationOptions({ ...inOrder, ...done({ queryKey: valuesKey(id) }) }));
}

/** Saves how a file is imported, for later files with the same columns. */
export function useSaveMapping(id: string) {
  const { api, done } = useWrites(id);
  return useMutation(api.imports.saveMapping.mutationOptions(done(api.imports.mappings.pathFilter())));
}

/** Takes a file out of an import. */
export function useRemoveFile(id: string) {
  const { api, client, inOrder, decided } = useWrites(id);
  return useMutation(
    api.imports.removeFile.mutationOptions({
      ...inOrder,
      ...decided(),
      onMutate: ({ fileId }) => {
        client.setQueryData(
          api.imports.get.queryKey({ id }),
          (detail) => detail && { ...detail, files: detail.files.filter((file) => file.id !== fileId) },
        );
      },
    }),
  );
}

/** Edits cells of one row, or leaves it out; the row says so at once. */
export function useFixRow(id: string) {
  const { api, client, inOrder } = useWrites(id);
  return useMutation(
    api.imports.fixRow.mutationOptions({
      ...inOrder,
      onMutate: ({ fileId, line, cells = [], skip }) => {
        client.setQueryData(
          api.imports.get.queryKey({ id }),
          (detail) => detail && { ...detail, status: "draft" as const, checked: false },
        );
        patchRows<Pages["problems"]>(client, problemsKey(id, fileId), (rows) =>
          rows.map((row) => (row.line === line ? edited(row, cells, skip) : row)),
        );
      },
      onError: (error, { fileId }) => {
        toastRefusal(error);
        return client.invalidateQueries({ queryKey: problemsKey(id, fileId) });
      },
      onSettled: () => client.invalidateQueries(api.imports.get.queryFilter({ id })),
    }),
  );
}

/** Replaces rows on all pages of the lists below a key. */
function patchRows<Page extends { rows: unknown[] }>(
  client: QueryClient,
  queryKey: QueryKey,
  patch: (rows: Page["rows"]) => Page["rows"],
) {
  client.setQueriesData<InfiniteData<Page>>(
    { queryKey },
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, rows: patch(page.rows) })) },
  );
}

function edited(
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

/** The acts on an import as a whole. */
export function useImportActs(id: string) {
  const { api, client, inOrder, done } = useWrites(id);
  const { imports } = api;
  const list = imports.list.pathFilter();
  const checked = { ...inOrder, ...done({ queryKey: problemsKey(id) }) };
  const begun = { onError: toastRefusal, ...done() };
  return {
    check: useMutation(imports.check.mutationOptions(checked)),
    skipProblems: useMutation(imports.skipProblems.mutationOptions(checked)),
    start: useMutation(imports.start.mutationOptions(begun)),
    retry: useMutation(imports.retry.mutationOptions(begun)),
    cancel: useMutation(imports.cancel.mutationOptions(done())),
    revert: useMutation(imports.revert.mutationOptions(done(list))),
    discard: useMutation(imports.discard.mutationOptions({ onSettled: () => client.invalidateQueries(list) })),
  };
}

/** Imports columns without a field after the run. */
export function useImportColumns(id: string) {
  const { api, done } = useWrites(id);
  return useMutation(api.imports.bringIn.mutationOptions(done(api.imports.keptColumns.queryFilter({ id }))));
}

/** Makes values of a file new options of a choice, or new tags; the file is analysed anew. */
export function useMakeOptions(id: string) {
  const { api, done } = useWrites(id);
  return useMutation(
    api.imports.makeOptions.mutationOptions({ onError: toastRefusal, ...done(api.imports.objects.pathFilter()) }),
  );
}

/** Adds a custom field; screens that list fields learn of it. */
export function useCreateCustomField() {
  const api = useApi();
  const client = useQueryClient();
  const lists: QueryFilters[] = [api.imports.objects.pathFilter(), api.customFields.list.pathFilter()];
  return useMutation(
    api.customFields.create.mutationOptions({
      onSuccess: () => Promise.all(lists.map((filter) => client.invalidateQueries(filter))),
    }),
  );
}
