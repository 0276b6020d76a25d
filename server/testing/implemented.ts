/** The operations the embedded platform offers, for tests that walk all of them. */
import type { ContractOperation, ServiceName } from '#contracts/document.ts';
import { contractOf } from '../app.ts';
import { embeddedHandlers } from '../platform/handlers.ts';
import type { OperationKey } from './harness.ts';

export interface ImplementedOperation {
  key: OperationKey;
  service: ServiceName;
  operation: ContractOperation;
}

/** Implemented operations of the documented services, `iam.createToken` and so on. */
export const implementedOperations: readonly ImplementedOperation[] = (
  Object.keys(embeddedHandlers) as ServiceName[]
).flatMap((service) => {
  const contract = contractOf(service);
  return Object.keys(embeddedHandlers[service] ?? {}).map((id) => ({
    key: `${service}.${id}` as OperationKey,
    service,
    operation: contract.operation(id),
  }));
});

/** True when an operation of EIHealth has a handler. */
export const isImplemented = (id: string): boolean => id in (embeddedHandlers.eihealth ?? {});
