"use client";

import { useMutation } from "@tanstack/react-query";
import { Archive, Ellipsis, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useZodForm } from "@/components/form/use-zod-form";
import { ArchivedRows, OrderedRows } from "@/components/layout/settings-list";
import { GroupHead } from "@/components/layout/settings-page";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { InlineEdit } from "@/components/ui/inline-edit";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { MoveItems, type Moves } from "@/components/ui/move-items";
import { shortText } from "@/lib/zod";
import { useApi } from "@/trpc/react";
import { useArchiveLossReason, usePipelineEdits, useRefreshPipelines, useReorderLossReasons } from "../client";
import { orderScope } from "../rules";
import { type LossReason, lossReason as lossReasonSchema, type Pipeline } from "../schema";

/** The reasons that people choose from when they lose an opportunity. */
export function LossReasons({ pipeline, may }: { pipeline: Pipeline; may: boolean }) {
  const [adding, setAdding] = useState(false);
  const api = useApi();
  const refresh = useRefreshPipelines();
  const reorder = useReorderLossReasons();
  const restore = useMutation(
    api.pipelines.restoreLossReason.mutationOptions({ onSuccess: refresh, onError: toastRefusal }),
  );
  const used = pipeline.lossReasons.filter((reason) => !reason.archivedAt);
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
      <OrderedRows
        label="Loss reasons"
        rows={used}
        enabled={may}
        onOrder={(lossReasonIds) => reorder.mutate({ id: pipeline.id, lossReasonIds })}
      >
        {(reason, moves) => <Reason reason={reason} may={may} {...moves} />}
      </OrderedRows>
      {may ? (
        <div className="px-edge py-2 desk:hidden">
          <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
            Add reason
          </Button>
        </div>
      ) : null}
      <ArchivedRows
        title="Archived loss reasons"
        note="Opportunities that were lost for one of these keep it"
        rows={pipeline.lossReasons.filter((reason) => reason.archivedAt)}
        busy={restore.isPending ? restore.variables.id : undefined}
        onRestore={may ? ({ id, version }) => restore.mutate({ id, version }) : null}
      />
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
  const edits = usePipelineEdits<LossReason, { name: string }>(lossReasonSchema, (target, patch) =>
    update.mutateAsync({ ...target, ...patch }),
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
