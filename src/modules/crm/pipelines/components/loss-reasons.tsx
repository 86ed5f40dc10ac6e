"use client";

import { useMutation } from "@tanstack/react-query";
import { Archive, Ellipsis, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { tellRefusal } from "@/components/form/tell-refusal";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { GroupHead } from "@/components/layout/settings-page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { InlineEdit } from "@/components/ui/inline-edit";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { MoveItems, type Moves } from "@/components/ui/move-items";
import { SortableRows } from "@/components/ui/sortable-rows";
import { movedTo } from "@/lib/moved-to";
import { shortText } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import { useArchiveLossReason, usePipelineEdits, useRefreshPipelines, useReorderLossReasons } from "../client";
import { orderScope } from "../rules";
import { type LossReason, lossReason as lossReasonSchema, type Pipeline } from "../schema";

/** The reasons that people choose from when they lose an opportunity. */
export function LossReasons({ pipeline, may }: { pipeline: Pipeline; may: boolean }) {
  const [adding, setAdding] = useState(false);
  const reorder = useReorderLossReasons();
  const used = pipeline.lossReasons.filter((reason) => !reason.archivedAt);
  const ids = used.map((reason) => reason.id);
  const order = (lossReasonIds: string[]) => reorder.mutate({ id: pipeline.id, lossReasonIds });
  const archived = pipeline.lossReasons.filter((reason) => reason.archivedAt);
  return (
    <section aria-label="Loss reasons">
      <GroupHead
        title="Loss reasons"
        count={used.length}
        note="Asked when an opportunity is marked as lost"
        action={
          may ? (
            <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
              Add reason
            </Button>
          ) : null
        }
      />
      {used.length === 0 ? (
        <p className="px-edge py-3 text-muted hairline-b hairline-soft">
          Without reasons, nobody is asked why an opportunity was lost.
        </p>
      ) : null}
      <SortableRows label="Loss reasons" rows={used} enabled={may} onOrder={order}>
        {(reason, place) => (
          <Reason
            reason={reason}
            may={may}
            onUp={place > 0 ? () => order(movedTo(ids, place, place - 1)) : null}
            onDown={place < ids.length - 1 ? () => order(movedTo(ids, place, place + 1)) : null}
          />
        )}
      </SortableRows>
      {may ? (
        <div className="px-edge py-2 desk:hidden">
          <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
            Add reason
          </Button>
        </div>
      ) : null}
      {archived.length > 0 ? (
        <ul aria-label="Archived loss reasons">
          {archived.map((reason) => (
            <ArchivedReason key={reason.id} reason={reason} may={may} />
          ))}
        </ul>
      ) : null}
      <ReasonDialog pipeline={pipeline} open={adding} onOpenChange={setAdding} />
    </section>
  );
}

interface ReasonProps extends Moves {
  reason: LossReason;
  may: boolean;
}

function Reason({ reason, may, onUp, onDown }: ReasonProps) {
  const api = useApi();
  const update = useMutation(api.pipelines.updateLossReason.mutationOptions());
  const edits = usePipelineEdits<LossReason, { name: string }>(lossReasonSchema, (target, change) =>
    update.mutateAsync({ ...target, ...change }),
  );
  const archive = useArchiveLossReason();
  return (
    <>
      {/* One pixel more: the field reaches back over the gap, and must not lie on the grip. */}
      <span className="flex h-9 min-w-0 flex-1 items-center pl-px">
        <InlineEdit
          label={`name of ${reason.name}`}
          kind="text"
          value={reason.name}
          required
          readOnly={!may}
          onSave={(value) => edits.save(reason, "Name", { name: String(value) })}
        >
          <span className="truncate">{reason.name}</span>
        </InlineEdit>
      </span>
      {may ? (
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={`More for ${reason.name}`} icon={<Ellipsis aria-hidden />} />
          </MenuTrigger>
          <MenuContent align="end">
            <MoveItems onUp={onUp} onDown={onDown} />
            <MenuSeparator />
            <MenuItem icon={<Archive aria-hidden />} onSelect={() => void archive(reason)}>
              Archive reason
            </MenuItem>
          </MenuContent>
        </Menu>
      ) : null}
    </>
  );
}

function ArchivedReason({ reason, may }: { reason: LossReason; may: boolean }) {
  const api = useApi();
  const refresh = useRefreshPipelines();
  const restore = useMutation(
    api.pipelines.restoreLossReason.mutationOptions({ onSuccess: refresh, onError: tellRefusal }),
  );
  return (
    <li className="flex min-h-[42px] items-center gap-2 px-edge text-muted hairline-b hairline-soft phone:min-h-14">
      <span className="min-w-0 truncate">{reason.name}</span>
      <Badge>Archived</Badge>
      {may ? (
        <Button
          size="sm"
          className="ml-auto"
          busy={restore.isPending}
          onClick={() => restore.mutate({ id: reason.id, version: reason.version })}
        >
          Restore
        </Button>
      ) : null}
    </li>
  );
}

const schema = z.object({ name: shortText });

function ReasonDialog(props: { pipeline: Pipeline; open: boolean; onOpenChange: (open: boolean) => void }) {
  const api = useApi();
  const refresh = useRefreshPipelines();
  const create = useMutation(
    api.pipelines.createLossReason.mutationOptions({ scope: orderScope, onError: () => void refresh() }),
  );
  const form = useZodForm(schema, { defaultValues: { name: "" } });
  return (
    <FormDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="Add a loss reason"
      form={form}
      submit="Add reason"
      onSubmit={async ({ name }) => {
        await create.mutateAsync({ pipelineId: props.pipeline.id, name });
        await refresh();
      }}
    >
      <TextField name="name" label="Name" autoComplete="off" />
    </FormDialog>
  );
}
