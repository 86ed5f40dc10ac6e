"use client";

import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { habitsOf } from "@/lib/quick-log/habits";
import { useBulkOf } from "@/trpc/noun-bulk";
import { useCreateOf } from "@/trpc/noun-client";
import { useApi } from "@/trpc/react";
import { tasks } from "../fields";
import { type Named, namedBy, type QuickTask, readQuickTask, wordsToFind } from "./quick-task";

/** Found names stay as they are while somebody types. */
const fresh = { staleTime: 60_000 };
/** The most words of one line that are looked up. */
const mostWords = 5;

interface Found {
  members: ReadonlyMap<string, readonly Named[]>;
  projects: ReadonlyMap<string, readonly Named[]>;
}

/** The queries for the names in a line. */
function useLookups() {
  const api = useApi();
  return {
    member: (q: string) => api.members.pick.queryOptions({ q }, fresh),
    project: (word: string) => {
      const conditions = [{ field: "key", op: "is" as const, value: word.toUpperCase() }];
      return api.projects.list.queryOptions({ conditions, limit: 1 }, fresh);
    },
  };
}

const wanted = (text: string) => {
  const { members, projects } = wordsToFind(text);
  return { members: members.slice(0, mostWords), projects: projects.slice(0, mostWords) };
};

const people = (rows: readonly { id: string; name: string }[] = []): Named[] =>
  rows.map(({ id, name }) => ({ id, label: name }));
const keyed = (rows: readonly { id: string; key: string | null }[] = []): Named[] =>
  rows.flatMap(({ id, key }) => (key === null ? [] : [{ id, label: key }]));

/** The typed line, how it is understood, and adding the task that it says. */
export function useQuickTask(projectId: string | undefined) {
  const { locale, timeZone } = useListLocale();
  const client = useQueryClient();
  const create = useCreateOf(tasks);
  const { can } = useWorkspace();
  const { offerUndoOfNew } = useBulkOf(tasks);
  const lookups = useLookups();
  const [text, setText] = useState("");
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [isSaving, setSaving] = useState(false);
  const words = wanted(text);
  const members = useQueries({ queries: words.members.map(lookups.member) });
  const projects = useQueries({ queries: words.projects.map(lookups.project) });

  const read = (found: Found): QuickTask =>
    readQuickTask(text, {
      options: { zone: timeZone, now: new Date(), ...habitsOf(locale) },
      memberOf: (word) => namedBy(word, found.members.get(word) ?? []),
      projectOf: (word) => namedBy(word, found.projects.get(word) ?? []),
      without,
    });
  const shown = read({
    members: new Map(words.members.map((word, at) => [word, people(members[at]?.data)])),
    projects: new Map(words.projects.map((word, at) => [word, keyed(projects[at]?.data?.rows)])),
  });

  /** The line with all of its names, also those whose answers were still on their way. */
  async function understood(): Promise<QuickTask> {
    const ask = async (word: string) => [word, people(await client.fetchQuery(lookups.member(word)))] as const;
    const askKey = async (word: string) =>
      [word, keyed((await client.fetchQuery(lookups.project(word))).rows)] as const;
    const [named, keys] = await Promise.all([
      Promise.all(words.members.map(ask)),
      Promise.all(words.projects.map(askKey)),
    ]);
    return read({ members: new Map(named), projects: new Map(keys) });
  }

  async function add(): Promise<void> {
    if (isSaving || shown.name === "") return;
    setSaving(true);
    try {
      const { name, facts } = await understood();
      const given = { projectId, ...Object.fromEntries(facts.map(({ field, value }) => [field, value])) };
      if (!given.projectId) {
        notify.error("Name the project of the task by its key, such as #KAN.");
        return;
      }
      const made = await create({ name, ...given, projectId: given.projectId });
      setText("");
      setWithout(new Set());
      if (can("task:edit")) offerUndoOfNew([made], `${name} added`);
      else notify.success(`${name} added`);
    } catch (error) {
      toastRefusal(error);
    } finally {
      setSaving(false);
    }
  }

  return {
    text,
    type(next: string) {
      setText(next);
      if (next.trim() === "") setWithout(new Set());
    },
    shown,
    leaveOut: (one: string) => setWithout(new Set([...without, one])),
    isSaving,
    add,
  };
}
