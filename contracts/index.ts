/** Types of the documented APIs, by service and operation. The only place that knows how they are generated. */

import type { components as Console, operations as ConsoleOperations } from './generated/console.ts';
import type { components as Eihealth, operations as EihealthOperations } from './generated/eihealth.ts';
import type { components as Iam, operations as IamOperations } from './generated/iam.ts';

export type { paths as ConsolePaths } from './generated/console.ts';
export type { paths as EihealthPaths } from './generated/eihealth.ts';
export type { paths as IamPaths } from './generated/iam.ts';
export type { FieldLimits, OperationLimits } from './limits.ts';

/** A schema of the EIHealth contract, e.g. `Schema<'AppReq'>`. */
export type Schema<Name extends keyof Eihealth['schemas']> = Eihealth['schemas'][Name];
export type IamSchema<Name extends keyof Iam['schemas']> = Iam['schemas'][Name];
export type ConsoleSchema<Name extends keyof Console['schemas']> = Console['schemas'][Name];

/** Operations by service; a key of an entry is an operationId. */
export interface ServiceOperations {
  eihealth: EihealthOperations;
  iam: IamOperations;
  console: ConsoleOperations;
}

type JsonOf<T> = T extends { content: infer C } ? C[keyof C] : undefined;
type SuccessCode = 200 | 201 | 202 | 204 | 206 | 207;

/** Body a caller sends to an operation (undefined where the contract has none). */
export type RequestBodyOf<O> = O extends { requestBody?: infer B } ? JsonOf<NonNullable<B>> : undefined;
/** Body an operation answers with on success. */
export type ResponseBodyOf<O> = O extends { responses: infer R } ? JsonOf<R[Extract<keyof R, SuccessCode>]> : undefined;
export type PathParametersOf<O> = O extends { parameters: { path: infer P } } ? P : Record<string, never>;
export type QueryParametersOf<O> = O extends { parameters: { query?: infer Q } }
  ? NonNullable<Q>
  : Record<string, never>;
