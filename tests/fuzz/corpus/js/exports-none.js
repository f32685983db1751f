const apps = [{ name: 'unused' }];
