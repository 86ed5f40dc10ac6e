"use client";

import { Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { FileButton } from "@/components/ui/drop-area";
import type { Fields } from "@/lib/fields/field";
import type { PatchOf } from "@/lib/fields/record";
import {
  ChosenFileList,
  FileZone,
  useChosenFiles,
  useUpload,
} from "@/modules/platform/data/files/components/file-picker";
import { NounForm } from "@/modules/platform/data/records/components/noun-form";
import { NounInput } from "@/modules/platform/data/records/components/noun-input";
import { type Activity, activities } from "../fields";
import { WhenFields } from "./when-fields";

export interface ActivityFormProps {
  open: boolean;
  onOpenChange(open: boolean): unknown;
  onCreated(activity: Activity): void;
  /** The record that the activity is planned for, in the place of the question. */
  about?: { entity: string; id: string; name: string } | undefined;
}

/** Plans an activity: its type, its subject and its time first. Files are sent to it when it exists. */
export function ActivityForm({ about, ...dialog }: ActivityFormProps) {
  const chosen = useChosenFiles();
  const upload = useUpload();
  const given = about ? { given: { about: [{ entity: about.entity, id: about.id }] } as PatchOf<Fields> } : {};
  return (
    <NounForm
      noun={activities}
      {...dialog}
      onOpenChange={(open) => {
        if (!open) chosen.clear();
        return dialog.onOpenChange(open);
      }}
      onCreated={(activity) => {
        upload({ target: { entity: "activity", recordId: activity.id }, recordName: activity.name }, chosen.files);
        dialog.onCreated(activity);
      }}
      below={
        <FileZone to="the activity" onFiles={chosen.add} className="flex flex-col items-start gap-1.5">
          <ChosenFileList chosen={chosen} className="w-full" />
          <FileButton label="Files to add" icon={<Paperclip aria-hidden />} onFiles={chosen.add}>
            Add files
          </FileButton>
        </FileZone>
      }
      {...given}
      {...(about ? { description: `It will be linked to ${about.name}.` } : {})}
      parts={{
        startsAt: <WhenFields />,
        dueOn: <></>,
        duration: <Only for={["call", "meeting", "demo"]} field="duration" />,
        location: <Only for={["meeting", "demo"]} field="location" />,
        link: <Only for={["meeting", "demo"]} field="link" />,
      }}
    />
  );
}

interface OnlyProps {
  for: readonly Activity["kind"][];
  field: "duration" | "location" | "link";
}

/** A field that some types of activity have. */
function Only({ for: kinds, field }: OnlyProps): ReactNode {
  const kind = useWatch({ name: "kind" });
  if (!kinds.includes(kind)) return null;
  return <NounInput head={activities.head} name={field} field={activities.fields[field]} />;
}
