"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { SettingsList } from "@/components/layout/settings-list";
import { GroupHead, SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/search-input";
import { useApi } from "@/trpc/react";
import { useArchiveTag } from "../client";
import { archivedTags, everyTag, tagGroups } from "../rules";
import type { TagRow } from "../schema";
import { MergeTagDialog } from "./merge-tag-dialog";
import { TagDialog } from "./tag-dialog";
import { type TagAct, TagLine, tagColumns } from "./tag-line";

type Act = { kind: "new" } | { kind: "edit" | "merge"; tag: TagRow };

/** The tags of the workspace by category, with the number of their records. */
export function TagsPage() {
  const api = useApi();
  const { can, href } = useWorkspace();
  const query = useQuery(api.tags.list.queryOptions(everyTag));
  const [act, setAct] = useState<Act | null>(null);
  const archive = useArchiveTag();
  const mayCreate = can("tag:create");
  const tags = query.data ?? [];
  const create = () => setAct({ kind: "new" });
  const button = mayCreate ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={create}>
      New tag
    </Button>
  ) : null;
  function start({ kind, tag }: TagAct) {
    if (kind === "archive" || kind === "restore") void archive(tag, kind);
    else setAct({ kind, tag });
  }
  return (
    <SettingsPage
      title="Tags"
      description="Records of all types share these tags. The numbers count the records that you can see, including archived ones. Only owners and admins can change or merge tags."
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: ["tag"], title: "tags" }}
      actions={button}
      phoneActions={mayCreate ? <IconButton label="New tag" icon={<Plus aria-hidden />} onClick={create} /> : null}
    >
      <SettingsList of="tags" className="hairline-t" query={query}>
        {(loaded) => <TagGroups tags={loaded} may={can("field:manage")} onAct={start} empty={button} />}
      </SettingsList>
      <TagActs tags={tags} act={act} onDone={() => setAct(null)} />
    </SettingsPage>
  );
}

interface GroupsProps {
  tags: readonly TagRow[];
  may: boolean;
  onAct: (act: TagAct) => void;
  empty: ReactNode;
}

function TagGroups({ tags, may, onAct, empty }: GroupsProps) {
  const [q, setQ] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 300 }));
  if (tags.length === 0)
    return (
      <EmptyState title="No tags yet" actions={empty}>
        A tag can mark records of any type, and lists can be filtered by it.
      </EmptyState>
    );
  const groups = tagGroups(tags, q);
  const archived = archivedTags(tags, q);
  const lines = (those: readonly TagRow[]) => (
    <ul>
      {those.map((tag) => (
        <TagLine key={tag.id} tag={tag} may={may} onAct={onAct} />
      ))}
    </ul>
  );
  return (
    <>
      <div className={`${tagColumns} h-11 shrink-0 border-y text-faint text-sm phone:h-auto phone:py-2`}>
        <SearchInput
          quiet
          label="Find a tag"
          value={q}
          onChange={(text) => void setQ(text || null)}
          className="w-[220px] phone:col-span-2 phone:w-full"
        />
        <span aria-hidden className="phone:hidden">
          Records
        </span>
      </div>
      {groups.map(({ category, tags: those }) => (
        <section key={category ?? ""} aria-label={category ?? "Without a category"}>
          {/* The only group needs no head if its tags have no category. */}
          {category === null && groups.length === 1 ? null : (
            <GroupHead title={category ?? "Without a category"} count={those.length} />
          )}
          {lines(those)}
        </section>
      ))}
      {archived.length > 0 ? (
        <section aria-label="Archived tags">
          <GroupHead title="Archived tags" count={archived.length} note="Records that have them keep them" />
          {lines(archived)}
        </section>
      ) : null}
      {groups.length + archived.length === 0 ? (
        <p className="px-edge py-6 text-muted">{`No tag has “${q}” in its name or category.`}</p>
      ) : null}
    </>
  );
}

function TagActs({ tags, act, onDone }: { tags: readonly TagRow[]; act: Act | null; onDone: () => void }) {
  if (!act) return null;
  const change = (open: boolean) => {
    if (!open) onDone();
  };
  if (act.kind === "new") return <TagDialog tags={tags} onOpenChange={change} />;
  const { kind, tag } = act;
  if (kind === "merge") return <MergeTagDialog key={tag.id} tags={tags} tag={tag} onOpenChange={change} />;
  return <TagDialog key={tag.id} tags={tags} tag={tag} onOpenChange={change} />;
}
