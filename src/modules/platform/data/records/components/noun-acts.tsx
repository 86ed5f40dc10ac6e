"use client";

import { Archive, ImageUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { RecordMenu } from "@/components/layout/record-menu";
import { useWorkspace } from "@/components/layout/workspace-context";
import { MenuItem } from "@/components/ui/menu";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import { FollowLink } from "@/modules/platform/history/notifications/components/follow-link";
import { useBulkOf } from "@/trpc/noun-bulk";
import type { NounWith } from "@/trpc/noun-client";
import { LazyPictureDialog } from "../../files/components/lazy-picture-parts";
import { LazyDeletionDialog, LazyPersonDialog } from "./lazy-dialogs";
import type { PersonAct } from "./person-dialog";
import { PersonItems } from "./person-items";
import { manyUnder, useArchiveWhole } from "./use-archive-whole";

export interface NounActsProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  /** Called when the record was deleted; without it the list opens. */
  onDeleted?: (() => void) | undefined;
  /** Actions of the noun's own, above the others. */
  children?: ReactNode;
  /** Whether its menu is open at first. */
  startsOpen?: boolean;
}
type NamedRecord = RecordOf<Fields> & { name: string };

/**
 * Follow and mute; archive with undo; an archived record can be brought back; deleting for good where the noun has
 * it.
 */
export function NounActs<F extends Fields>({ noun, record, onDeleted, children, startsOpen }: NounActsProps<F>) {
  const { can } = useWorkspace();
  const plain = noun as unknown as NounWith<Fields>;
  const named = record as unknown as NamedRecord;
  const { archive, restore } = useBulkOf(plain);
  const [isDeleting, setDeleting] = useState(false);
  const [isPicturing, setPicturing] = useState(false);
  const pictureWord = noun.head.mark === "person" ? "picture" : "logo";
  const [[act, isActing], setActing] = useState<[PersonAct, boolean]>([null, false]);
  const archiveWhole = useArchiveWhole(plain, named);
  const under = record.mayEdit && !record.archivedAt ? manyUnder(noun.entity) : "";
  const mayDelete = "delete" in noun.head.permissions && can(permissionFor(noun.entity, "delete"));
  return (
    <>
      <RecordMenu<NamedRecord>
        record={named}
        startsOpen={startsOpen}
        noun={noun.head.one}
        onArchive={archive}
        onRestore={restore}
        onDelete={mayDelete ? () => setDeleting(true) : undefined}
      >
        {children}
        {under ? (
          <MenuItem icon={<Archive aria-hidden />} onSelect={archiveWhole}>
            {`Archive with its ${under}`}
          </MenuItem>
        ) : null}
        {noun.head.mark && record.mayEdit ? (
          <MenuItem icon={<ImageUp aria-hidden />} onSelect={() => setPicturing(true)}>
            {`Change ${pictureWord}`}
          </MenuItem>
        ) : null}
        {mayDelete && noun.head.person ? <PersonItems onAct={(next) => setActing([next, true])} /> : null}
        <FollowLink entity={noun.entity} recordId={record.id} name={named.name} />
      </RecordMenu>
      {isPicturing ? (
        <LazyPictureDialog
          target={{ entity: noun.entity, recordId: record.id }}
          name={named.name}
          word={pictureWord}
          onClose={() => setPicturing(false)}
        />
      ) : null}
      <LazyDeletionDialog
        noun={plain}
        record={named}
        open={isDeleting}
        onOpenChange={setDeleting}
        onDeleted={onDeleted}
      />
      <LazyPersonDialog
        noun={plain}
        record={named}
        act={act}
        open={isActing}
        onOpenChange={(open) => setActing([act, open])}
      />
    </>
  );
}
