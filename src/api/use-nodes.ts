/** What the platform tells everybody of its nodes: how large they are, and which labels they bear. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type NodeKind, readFlavor } from '#core/nodes/kinds.ts';
import { clusterLabelsQuery, flavorsQuery } from './nodes.ts';
import { useOffered } from './use-permission.ts';

/** Kinds of nodes; undefined while unknown, and where one of them does not say how large it is. */
export function useNodeKinds(): NodeKind[] | undefined {
  const offered = useOffered('eihealth', 'listComputingResourceFlavors');
  const { data } = useQuery({ ...flavorsQuery(), enabled: offered.allowed });
  return useMemo(() => {
    const kinds = data?.flavors?.map(readFlavor);
    return kinds?.every((kind) => kind !== undefined) ? kinds : undefined;
  }, [data]);
}

/** Labels that nodes bear; undefined while unknown. */
export function useNodeLabels(): string[] | undefined {
  const offered = useOffered('eihealth', 'listClusterAllNodeLabel');
  const { data } = useQuery({ ...clusterLabelsQuery(), enabled: offered.allowed });
  return useMemo(() => data?.labels?.flatMap(({ name }) => name ?? []), [data]);
}
