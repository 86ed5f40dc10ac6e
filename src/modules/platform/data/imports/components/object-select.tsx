"use client";

import { RefreshCw, Table2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { signOf } from "@/components/ui/noun-icon";
import { Select } from "@/components/ui/select";
import { capital } from "@/lib/text";
import { useObjects } from "../client";

/** The sign of an object that files hold. */
export function ObjectIcon({ entity }: { entity: string | null }) {
  const Icon = (entity && signOf(entity)) || Table2;
  return <Icon aria-hidden className="size-[15px] text-faint" />;
}

interface ObjectSelectProps {
  fileName: string;
  entity: string | null;
  onChange: (entity: string) => void;
}

/** The object in a file; another choice matches its columns again. */
export function ObjectSelect({ fileName, entity, onChange }: ObjectSelectProps) {
  const query = useObjects();
  if (query.isLoadingError)
    return (
      <span role="alert">
        <Button size="sm" icon={<RefreshCw aria-hidden />} busy={query.isFetching} onClick={() => void query.refetch()}>
          Not loaded, try again
        </Button>
      </span>
    );
  return (
    <Select
      size="sm"
      quiet
      invalid={entity === null}
      aria-label={`Object in ${fileName}`}
      placeholder="Choose an object"
      value={entity}
      options={(query.data ?? []).map((object) => ({
        value: object.entity,
        label: capital(object.label),
        icon: <ObjectIcon entity={object.entity} />,
      }))}
      onValueChange={onChange}
    />
  );
}
