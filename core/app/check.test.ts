import { describe, expect, it } from 'vitest';
import { problemSentence } from '../workflow/problems.ts';
import { input, output } from '../workflow/testing.ts';
import { type AppDocument, lintApp, signatureChanged } from './check.ts';

const good: AppDocument = {
  name: 'fastp',
  version: '0.23.4',
  image: 'demo/fastp:0.23.4',
  commands: [
    'fastp -i ${reads} -o ${out} # ${anything}',
    'echo "${mode}" > ${EIHEALTH_OUTPUT_DIR}/mode.txt && echo docker mount.txt',
  ],
  inputs: [input('reads'), input('mode', { type: 'ENUM', enum: ['a', 'b'], values: ['a'] })],
  outputs: [output('out', { values: ['out.fq'] })],
};
const keys = (change: Partial<AppDocument>) => lintApp({ ...good, ...change }).map((found) => found.key);

describe('app rules', () => {
  it('finds nothing in a good app', () => expect(lintApp(good)).toEqual([]));

  it.each<[string, Partial<AppDocument>]>([
    ['field-pattern', { name: '1x' }],
    ['field-length', { version: 'x'.repeat(25) }],
    ['field-pattern', { inputs: [...(good.inputs ?? []), input('Upper')] }],
    ['app-duplicate-parameter', { inputs: [...(good.inputs ?? []), input('out')] }],
    ['app-unknown-parameter', { commands: ['echo "$(cat ${nothing})"'] }],
    ['app-unknown-parameter', { commands: ["awk '{print ${1}}'"] }],
    ['app-enum-empty', { inputs: [...(good.inputs ?? []), input('e', { type: 'ENUM' })] }],
    [
      'app-enum-default',
      { inputs: [...(good.inputs ?? []), input('e', { type: 'ENUM', enum: ['a'], values: ['b'] })] },
    ],
    ['app-single-default', { inputs: [...(good.inputs ?? []), input('s', { type: 'STRING', values: ['a', 'b'] })] }],
    ['app-default-path', { outputs: [output('out', { values: ['../up'] })] }],
    ['app-resource-range', { resources: { cpu: '129C' } }],
    ['app-resource-snt9', { resources: { gpu: '5', gpu_type: 'Snt9' } }],
  ])('finds %s', (key, change) => {
    const found = lintApp({ ...good, ...change }).find((item) => item.key === key);
    expect(found?.severity).toBe('error');
    expect(found && problemSentence(found)).not.toMatch(/undefined/);
  });

  it.each([
    'rm -rf /',
    'cd x && rm -fr /*',
    'sudo reboot',
    'x=$(docker ps)',
    'mkfs.ext4 /dev/sda',
    'dd if=x of=/dev/sda',
    ':(){ :|:& };:',
    'if true; then /sbin/shutdown now; fi',
    'echo "`mount`"',
    'timeout 5s kubectl get pods',
    "r'e'boot",
  ])('refuses %s', (command) => expect(keys({ commands: [command] })).toContain('app-dangerous-command'));

  it.each([
    'rm -rf /tmp/x',
    'echo rm -rf /',
    'cat mount',
    'dd of=/dev/null',
    '# reboot',
    "echo 'a; reboot'",
    'remount x',
  ])('allows %s', (command) => expect(keys({ commands: [command] })).toEqual([]));

  it('warns of parameters in arithmetic', () => {
    expect(lintApp({ ...good, commands: ['echo $((${mode} + 1))'] })).toMatchObject([
      { key: 'app-unquotable', severity: 'warning' },
    ]);
  });

  it('knows a changed signature', () => {
    const { inputs = [], outputs = [] } = good;
    expect(signatureChanged(good, { ...good, inputs: [...inputs].reverse() })).toBe(false);
    expect(signatureChanged(good, { ...good, inputs: inputs.map((item) => ({ ...item, values: ['b'] })) })).toBe(false);
    expect(signatureChanged(good, { ...good, inputs: inputs.slice(1) })).toBe(true);
    expect(signatureChanged(good, { ...good, outputs: outputs.map((item) => ({ ...item, type: 'DIRECTORY' })) })).toBe(
      true,
    );
    expect(
      signatureChanged(good, { ...good, inputs: inputs.map((item) => ({ ...item, concurrent: 'vars_iter' })) }),
    ).toBe(true);
  });
});
