print('arena')
