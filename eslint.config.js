import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'

// Each file is told its one project. `extraFileExtensions` makes TypeScript keep watch of every file, many times slower:
// only Vue's need it.
const typesOf = (files, parserOptions) => ({ files, languageOptions: { parserOptions } })

export default tseslint.config(
  { ignores: ['node_modules/', '**/dist/', 'data/', 'cube/model/', 'web/public/'] },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [
      ...tseslint.configs.recommendedTypeChecked,
      ...vue.configs['flat/recommended'],
      ...a11y.configs['flat/recommended'],
    ],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // Interfaces here are written with methods and made of closures; nothing in them leans on `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Layout is Prettier's.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      // A label that wraps its control names it, as does one with `for`.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  { ...typesOf(['**/*.ts'], { project: './tsconfig.json' }), ignores: ['web/**'] },
  typesOf(['web/**/*.ts'], { project: './web/tsconfig.json' }),
  typesOf(['**/*.vue'], { project: './web/tsconfig.json', extraFileExtensions: ['.vue'] }),
)
