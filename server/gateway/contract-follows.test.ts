/** A limit stands in one place: changed in a contract, forms, server and test data follow without another edit. */
import { expect, test } from 'vitest';
import type { ContractDocument, JsonSchema } from '#contracts/document.ts';
import eihealth from '#contracts/eihealth.openapi.json' with { type: 'json' };
import { flattenLimits } from '#contracts/limits.ts';
import { changedBodies, validBodies } from '../testing/bodies.ts';
import { Contract } from './contract.ts';

const CHANGED = { minLength: 60, maxLength: 64 };

/** The contract with other limits for the name of a project. */
function changedDocument(): ContractDocument {
  const copy = structuredClone(eihealth) as unknown as ContractDocument;
  const schema = copy.components.schemas.CreateProjectReq as { properties: Record<string, JsonSchema> };
  Object.assign(schema.properties.name ?? {}, CHANGED);
  return copy;
}

const documented = new Contract('eihealth', eihealth as unknown as ContractDocument);
const changed = new Contract('eihealth', changedDocument());
const named = (length: number) => ({ name: 'a'.repeat(length) });
const accepts = (contract: Contract, body: unknown) => {
  try {
    contract.checkBody(contract.operation('createProject'), body);
    return true;
  } catch {
    return false;
  }
};
const limitsOf = (contract: Contract) => flattenLimits(contract.document, contract.operation('createProject')).name;

test('the limits a form gets', () => {
  expect(limitsOf(documented)).not.toMatchObject(CHANGED);
  expect(limitsOf(changed)).toMatchObject(CHANGED);
});

test('what the server accepts', () => {
  expect([accepts(documented, named(20)), accepts(documented, named(62))]).toEqual([true, false]);
  expect([accepts(changed, named(20)), accepts(changed, named(62))]).toEqual([false, true]);
});

test('the data the tests make', () => {
  const lengths = (contract: Contract) =>
    validBodies(contract.document, contract.operation('createProject'), 1, 30)
      .slice(-30) // without the printed examples
      .map((body) => (body as { name: string }).name.length);
  expect(lengths(documented).every((length) => length < 60)).toBe(true);
  expect(lengths(changed).every((length) => length >= 60 && length <= 64)).toBe(true);
  let tooLong = false;
  for (const { change } of changedBodies(changed.document, changed.operation('createProject'), 1)) {
    tooLong = /^\/name has 6[5-7] characters$/.test(change);
    if (tooLong) break;
  }
  expect(tooLong).toBe(true);
});
