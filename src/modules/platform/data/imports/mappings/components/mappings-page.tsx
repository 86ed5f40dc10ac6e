"use client";

import { Ellipsis, Pencil, Trash2, TriangleAlert, Upload } from "lucide-react";
import { useState } from "react";
import { SettingsList, settingsRow } from "@/components/layout/settings-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { andList, capital } from "@/lib/text";
import { ObjectIcon } from "../../components/object-select";
import { useDeleteMapping, useMappings } from "../client";
import type { ImportMapping } from "../schema";
import { RenameMappingDialog } from "./rename-mapping-dialog";

type Act = { kind: "rename" | "delete"; mapping: ImportMapping };

/** The saved mappings of the workspace: what each is for, and what of it no longer exists. */
export function MappingsPage() {
  const { href } = useWorkspace();
  const query = useMappings();
  const remove = useDeleteMapping();
  const [act, setAct] = useState<Act | null>(null);
  const mapping = act?.mapping;
  const close = () => setAct(null);
  return (
    <SettingsPage
      title="Saved mappings"
      description="A saved mapping holds the fields, formats and decisions with which files of the same columns are imported. It is offered for the next such file. Everyone who may import can use and change it."
      back={{ label: "Import history", href: href("/settings/imports") }}
      changes={{ of: ["importMapping"], title: "saved mappings" }}
    >
      <SettingsList of="saved mappings" className="hairline-t" query={query}>
        {(mappings) => (mappings.length === 0 ? <NoMappings /> : <MappingLines mappings={mappings} onAct={setAct} />)}
      </SettingsList>
      {act?.kind === "rename" ? <RenameMappingDialog mapping={act.mapping} onClose={close} /> : null}
      <ConfirmDialog
        open={act?.kind === "delete"}
        onOpenChange={close}
        title={`Delete the saved mapping ${mapping?.name ?? ""}?`}
        description="It is no longer offered for files. Imports that used it stay as they are."
        action="Delete mapping"
        onConfirm={async () => {
          if (mapping) await remove.mutateAsync({ id: mapping.id, version: mapping.version });
        }}
      />
    </SettingsPage>
  );
}

function NoMappings() {
  const { href } = useWorkspace();
  return (
    <EmptyState
      title="No saved mappings yet"
      actions={
        <Button asChild variant="primary">
          <Link href={href("/settings/imports/new")}>
            <Upload aria-hidden />
            Import files
          </Link>
        </Button>
      }
    >
      Match the columns of a file once and save the mapping under a name. Later files with the same columns are matched
      by one click.
    </EmptyState>
  );
}

function MappingLines({ mappings, onAct }: { mappings: readonly ImportMapping[]; onAct: (act: Act) => void }) {
  return (
    <ul className="hairline-t">
      {mappings.map((mapping) => (
        <li key={mapping.id} className={`${settingsRow} gap-3 py-2`}>
          <ObjectIcon entity={mapping.entity} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{mapping.name}</span>
            <span className="block truncate text-muted text-sm" title={fieldsIn(mapping)}>
              {`${capital(mapping.label)}: ${fieldsIn(mapping)}`}
            </span>
            {mapping.lost.length > 0 ? (
              <span className="mt-0.5 flex items-center gap-1.5 text-sm text-warning">
                <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
                <span>{`Deleted or archived: ${andList(mapping.lost)}`}</span>
              </span>
            ) : null}
          </span>
          <span className="w-40 truncate text-muted phone:hidden">{mapping.createdBy.name}</span>
          <RelativeTime at={mapping.updatedAt} className="w-24 text-right text-muted phone:w-auto phone:text-sm" />
          <Menu>
            <MenuTrigger asChild>
              <IconButton label={`More for ${mapping.name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
            </MenuTrigger>
            <MenuContent align="end">
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onAct({ kind: "rename", mapping })}>
                Rename mapping
              </MenuItem>
              <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => onAct({ kind: "delete", mapping })}>
                Delete mapping
              </MenuItem>
            </MenuContent>
          </Menu>
        </li>
      ))}
    </ul>
  );
}

/** "Name, Industry and City" */
const fieldsIn = ({ columns }: ImportMapping): string => andList(columns.flatMap(({ field }) => field ?? []));
