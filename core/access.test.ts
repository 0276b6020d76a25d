import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  can,
  effectiveRole,
  leastRoleWith,
  onlyOwnWork,
  operationPermissions,
  type Permission,
  type ProjectRole,
  verdictOn,
} from './access.ts';

const ROLES: ProjectRole[] = ['owner', 'Administrator', 'Developer', 'Uploader', 'Viewer'];

describe('access', () => {
  it.each<[Permission, string]>([
    ['view', '11111'],
    ['download', '11100'],
    ['upload', '11110'],
    ['deleteData', '11110'],
    ['develop', '11100'],
    ['run', '11100'],
    ['describe', '11000'],
    ['members', '11000'],
    ['own', '10000'],
  ])('%s is had by %s', (permission, row) => {
    expect(ROLES.map((role) => Number(can(role, permission))).join('')).toBe(row);
    expect(can(leastRoleWith(permission), permission)).toBe(true);
  });

  it('lets an uploader delete own uploads only', () => {
    expect(onlyOwnWork('Uploader', 'deleteData')).toBe(true);
    expect(onlyOwnWork('Developer', 'deleteData')).toBe(false);
  });

  it('gives platform administrators the rights of an Administrator, not of an owner', () => {
    expect(effectiveRole('ADMIN', undefined)).toBe('Administrator');
    expect(effectiveRole('ADMIN', 'Viewer')).toBe('Administrator');
    expect(effectiveRole('ADMIN', 'owner')).toBe('owner');
    expect(effectiveRole('OPERATOR', undefined)).toBeUndefined();
    expect(effectiveRole('OPERATOR', 'Viewer')).toBe('Viewer');
  });

  it('names operations of the contract only, and the project ones by the path', () => {
    const url = new URL('../contracts/eihealth.openapi.json', import.meta.url);
    const { paths } = JSON.parse(readFileSync(url, 'utf8')) as {
      paths: Record<string, Record<string, { operationId?: string }>>;
    };
    const pathOf = new Map<string, string>();
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.values(methods)) if (method.operationId) pathOf.set(method.operationId, path);
    }
    for (const [operation, rule] of Object.entries(operationPermissions)) {
      expect(pathOf.get(operation), operation).toBeDefined();
      expect(rule.project !== undefined, operation).toBe(pathOf.get(operation)?.includes('{eihealth_project_id}'));
    }
  });

  it('decides and says what is missing', () => {
    const ask = (operation: string, actor: Partial<Actor>) => verdictOn(operation, { platform: 'OPERATOR', ...actor });
    expect(ask('createApp', { role: 'Viewer' })).toEqual({ allowed: false, needs: { role: 'Developer' } });
    expect(ask('createApp', { role: 'Developer' })).toEqual({ allowed: true });
    expect(ask('createUser', {})).toEqual({ allowed: false, needs: { platform: 'ADMIN' } });
    expect(ask('createUser', { self: true })).toMatchObject({ allowed: false });
    expect(ask('updateUser', { self: true })).toEqual({ allowed: true });
    expect(ask('deleteMember', { role: 'Viewer', self: true })).toMatchObject({ allowed: false });
    expect(ask('batchDeleteData', { role: 'Uploader', self: true })).toEqual({ allowed: true });
    expect(ask('batchDeleteData', { role: 'Uploader', self: false })).toEqual({
      allowed: false,
      needs: { role: 'Developer' },
    });
    expect(ask('publishApp', { role: 'owner' })).toMatchObject({ allowed: false });
    expect(ask('toString', { role: 'owner' })).toMatchObject({ allowed: false });
    expect(ask('listProject', {})).toEqual({ allowed: true });
    expect(ask('showJob', {})).toEqual({ allowed: false, needs: { role: 'Viewer' } });
  });
});
