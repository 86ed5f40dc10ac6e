"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, UserPlus, Users } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useCreateDialog } from "@/components/form/create-dialog";
import { PageTabs } from "@/components/layout/page-tabs";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/search-input";
import { homeEntity, nouns } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { useApi } from "@/trpc/react";
import { InviteDialog } from "../invitations/components/invite-dialog";
import { memberGroups } from "../rules";
import { MemberDialogs } from "./member-dialogs";
import { MemberGroup } from "./member-group";
import { memberColumns } from "./member-line";
import type { MemberAct } from "./member-menu";
import { PlaceholderDialog } from "./placeholder-dialog";

const tabs = ["everyone", ...memberGroups] as const;
const labels: Record<(typeof tabs)[number], string> = {
  everyone: "Everyone",
  active: "Members",
  invited: "Invitations",
  placeholder: "Placeholders",
};

/** Members, invitations and placeholders of the workspace. */
export function MembersPage() {
  const api = useApi();
  const { can, href } = useWorkspace();
  const [tab] = useQueryState("show", parseAsStringLiteral(tabs).withDefault("everyone"));
  const [q, setQ] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 300 }));
  const { open: inviting, onOpenChange: setInviting } = useCreateDialog("member:manage");
  const [adding, setAdding] = useState(false);
  const [act, setAct] = useState<MemberAct | null>(null);
  const counts = useQuery(api.members.counts.queryOptions({})).data;
  const may = can("member:manage");
  const count = (id: (typeof tabs)[number]) =>
    counts && (id === "everyone" ? counts.active + counts.invited + counts.placeholder : counts[id]);
  const shown = tab === "everyone" ? memberGroups : [tab];
  return (
    <SettingsPage
      title="Members"
      description="Members sign in and own records. Placeholder members own records and cannot sign in until you invite them. Only owners and admins can change this page."
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: ["member"], title: "members" }}
      actions={
        may ? (
          <>
            <Button icon={<Users aria-hidden />} onClick={() => setAdding(true)}>
              Add placeholder
            </Button>
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setInviting(true)}>
              Invite members
            </Button>
          </>
        ) : null
      }
      phoneActions={
        may ? (
          <>
            <IconButton label="Add placeholder" icon={<Users aria-hidden />} onClick={() => setAdding(true)} />
            <IconButton label="Invite members" icon={<UserPlus aria-hidden />} onClick={() => setInviting(true)} />
          </>
        ) : null
      }
    >
      <PageTabs
        label="Members"
        tabs={tabs.map((id) => ({
          id,
          label: labels[id],
          href: href(`/settings/members${id === "everyone" ? "" : `?show=${id}`}`),
          current: id === tab,
          count: count(id),
        }))}
      >
        <SearchInput
          quiet
          label="Search by name or e-mail"
          value={q}
          onChange={(text) => void setQ(text || null)}
          className="w-[220px] phone:w-full"
        />
      </PageTabs>
      <ColumnNames />
      {shown.map((status) => (
        <MemberGroup
          key={status}
          status={status}
          q={q}
          titled={tab === "everyone" && status !== "active"}
          onAct={setAct}
        />
      ))}
      <InviteDialog open={may && inviting} onOpenChange={setInviting} />
      <PlaceholderDialog open={adding} onOpenChange={setAdding} />
      <MemberDialogs act={act} onDone={() => setAct(null)} />
    </SettingsPage>
  );
}

function ColumnNames() {
  return (
    <div aria-hidden className={`${memberColumns} h-thead shrink-0 border-b text-faint text-sm phone:hidden`}>
      <span>Name</span>
      <span>Role</span>
      <span className="narrow:hidden">Teams</span>
      <span className="text-right">{capital(nouns[homeEntity].many)}</span>
      <span>Last active</span>
    </div>
  );
}
