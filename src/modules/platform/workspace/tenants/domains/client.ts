"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";

/** The domains whose people may join, and those that wait for their link. */
export const useJoinDomains = () => useQuery(useApi().joinDomains.list.queryOptions({}));

/** Asks for the link of a domain, opens it, and takes a domain away. */
export function useJoinDomainActs() {
  const { joinDomains } = useApi();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries(joinDomains.pathFilter());
  return {
    ask: useMutation(joinDomains.ask.mutationOptions({ onSettled })),
    confirm: useMutation(joinDomains.confirm.mutationOptions({ onSettled })),
    remove: useMutation(joinDomains.remove.mutationOptions({ onSettled })),
  };
}
