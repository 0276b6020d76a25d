import { expect, test } from 'vitest';
import { failureWords, inChinese } from './failure-words.ts';

test.each([
  ['the command ended with exit code 137', '命令以退出码 137 结束'],
  ['the command ended with exit code 1; its log was cut', '命令以退出码 1 结束; its log was cut'],
  ['the command was ended by SIGKILL', '命令被信号 SIGKILL 终止'],
  ['the command was ended by a signal', '命令被信号终止'],
  ['output a $1/b.txt is a link to a folder', '输出 a $1/b.txt 是指向文件夹的链接'],
  ['1 instance failed.', '1 个实例失败'],
  ['12 instances failed.', '12 个实例失败'],
  ['something new', 'something new'],
])('%s', (english, chinese) => expect(inChinese(english)).toBe(chinese));

test('a name that is not ours stays', () => {
  expect(failureWords('NonZeroExit')).toBe('退出码非零');
  expect(failureWords('Other')).toBe('Other');
});
