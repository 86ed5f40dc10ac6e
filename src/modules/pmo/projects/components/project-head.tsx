"use client";

import { RecordOwner } from "@/components/layout/record-layout";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { NameMark } from "@/components/ui/name-mark";
import { PersonMark } from "@/components/ui/person";
import { NounHead } from "@/modules/platform/data/records/components/noun-head";
import { type Project, projects } from "../fields";

/** Mark, name and key of a project, its account and opportunities, its tags, the next step of its phase, and its manager. */
export function ProjectHead({ project }: { project: Project }) {
  const { href } = useWorkspace();
  const { name, key, opportunities, owner } = project;
  return (
    <NounHead
      noun={projects}
      record={project}
      mark={<NameMark name={name} size={36} tone="inverse" />}
      badge={key ? <span className="shrink-0 font-mono text-muted text-sm">{key}</span> : null}
      facts={opportunities.map((sale, place) => ({
        id: sale.id ?? `hidden ${place}`,
        text: sale.id ? (
          <Link href={href(`/opportunities/${sale.id}`)} className="rounded-sm hover:underline">
            {sale.name}
          </Link>
        ) : (
          sale.name
        ),
      }))}
      actions={
        owner ? (
          <RecordOwner label="Manager" avatar={<PersonMark person={owner} size={24} decorative />}>
            {owner.name}
          </RecordOwner>
        ) : null
      }
    />
  );
}
