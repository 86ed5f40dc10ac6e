"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { NameMark } from "@/components/ui/name-mark";
import { Note } from "@/components/ui/note";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import type { JoinableWorkspaces } from "../schema";

const members = { one: "member", many: "members" };

/** The workspaces that let people at one's domain in, each with a button. */
export function JoinableList({ workspaces }: Pick<JoinableWorkspaces, "workspaces">) {
  const { locale } = useListLocale();
  const [refusal, setRefusal] = useState<string | null>(null);
  const join = useMutation(
    useApi().joinDomains.join.mutationOptions({
      onSuccess: ({ slug }) => window.location.assign(`/${slug}`),
      onError: (error) => setRefusal(readServerError(error).message),
    }),
  );
  return (
    <div className="mb-6 grid gap-3">
      {refusal === null ? null : <Note tone="danger">{refusal}</Note>}
      <ul className="border-y">
        {workspaces.map(({ slug, name, members: count }) => (
          <li key={slug} className="flex h-14 items-center gap-3 border-border-soft border-t px-1 first:border-t-0">
            <NameMark name={name} size={24} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{name}</span>
              <span className="block truncate text-muted text-sm">{counted(count, members, locale)}</span>
            </span>
            <Button
              aria-label={`Join ${name}`}
              disabled={join.isPending || join.isSuccess}
              onClick={() => join.mutate({ slug })}
            >
              Join
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
