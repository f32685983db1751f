// Configuración de PM2 para producción
// 生产环境配置
const puerto = 3000

module.exports = {
  apps: [
    {
      name: 'aplicación', // nombre
      script: 'servidor.js',
      env: { PUERTO: puerto, MENSAJE: `línea uno
línea dos` }
    }
  ]
}
