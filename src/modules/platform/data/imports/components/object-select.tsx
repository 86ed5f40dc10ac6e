"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw, Table2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { signOf } from "@/components/ui/noun-icon";
import { Select } from "@/components/ui/select";
import { useApi } from "@/trpc/react";

/** The sign of an object that files hold. */
export function ObjectIcon({ entity, className }: { entity: string | null; className?: string }) {
  const Icon = (entity && signOf(entity)) || Table2;
  return <Icon aria-hidden className={className ?? "size-[15px] text-faint"} />;
}

/** "opportunities" as a head: "Opportunities". */
export const asHead = (label: string) => label.charAt(0).toLocaleUpperCase() + label.slice(1);

/** The object in a file; another choice matches its columns again. */
export function ObjectSelect({
  fileName,
  entity,
  onChange,
}: {
  fileName: string;
  entity: string | null;
  onChange: (entity: string) => void;
}) {
  const api = useApi();
  const query = useQuery(api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }));
  const objects = query.data ?? [];
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
      options={objects.map((object) => ({
        value: object.entity,
        label: asHead(object.label),
        icon: <ObjectIcon entity={object.entity} />,
      }))}
      onValueChange={onChange}
    />
  );
}
